package dev.vllmnginx.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.ExpectedText;
import dev.vllmnginx.testing.TreeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example and every case: what {@code generate} writes for {@code catalog.yaml} is what
 * stands in {@code expected}, file by file. {@code -Dgolden.update=true} writes it there.
 */
class GoldenTest {
  private static final Path CASES = Path.of("src/test/resources/cases");
  private static final Path EXAMPLES = Path.of("examples");

  @TempDir private Path temporary = Path.of(".");

  static Stream<Path> cases() {
    return Stream.concat(TreeFiles.directories(EXAMPLES), TreeFiles.directories(CASES));
  }

  @TestFactory
  Stream<DynamicTest> writesWhatIsExpected() {
    return cases().map(path -> DynamicTest.dynamicTest(path.toString(), () -> check(path)));
  }

  private void check(Path golden) throws IOException {
    Path out = Files.createTempDirectory(temporary, "out").resolve("tree");

    CommandLineRun run =
        CommandLineRun.of(
            "generate", golden.resolve("catalog.yaml").toString(), "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    SortedMap<String, String> written = TreeFiles.read(out);
    Path expected = golden.resolve("expected");
    for (String path : written.keySet()) {
      Files.createDirectories(expected.resolve(path).getParent());
      ExpectedText.check(expected.resolve(path), written.get(path));
    }
    assertThat(TreeFiles.read(expected).keySet())
        .as("files in %s", expected)
        .isEqualTo(written.keySet());
  }

  @TestFactory
  Stream<DynamicTest> writesNothingTheSecondTime() {
    return cases()
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> checkIdempotence(path)));
  }

  private void checkIdempotence(Path golden) throws IOException {
    Path out = Files.createTempDirectory(temporary, "out").resolve("tree");
    String catalog = golden.resolve("catalog.yaml").toString();
    CommandLineRun.of("generate", catalog, "--out", out.toString());

    CommandLineRun check =
        CommandLineRun.of("generate", catalog, "--out", out.toString(), "--check");

    assertThat(check.exitCode()).as(check.out()).isZero();
  }
}
