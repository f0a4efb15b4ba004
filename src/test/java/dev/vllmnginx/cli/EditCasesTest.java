package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.ExpectedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each directory is one edit: {@code before.yaml}, the command in {@code cmd}, {@code after.yaml}
 * unless the file must not change, and all that is printed with the exit code in {@code
 * expected.txt}.
 */
class EditCasesTest {
  private static final Path CASES = Path.of("src/test/resources/edit");

  @TempDir Path directory;

  static Stream<String> cases() throws IOException {
    try (Stream<Path> list = Files.list(CASES)) {
      return list.map(path -> path.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void editsAsExpected(String name) throws IOException {
    Path dir = CASES.resolve(name);
    Path catalog = Files.copy(dir.resolve("before.yaml"), directory.resolve("catalog.yaml"));
    List<String> args = new ArrayList<>();
    args.addAll(Arrays.asList(Files.readString(dir.resolve("cmd")).strip().split(" +")));
    args.addAll(List.of("--catalog", catalog.toString()));

    CommandLineRun run = CommandLineRun.of(args);

    ExpectedText.check(dir.resolve("expected.txt"), run.text(directory.toString()));
    if (Files.mismatch(catalog, dir.resolve("before.yaml")) < 0) {
      assertThat(dir.resolve("after.yaml")).doesNotExist();
    } else {
      assertThat(run.exit()).isZero();
      ExpectedText.check(dir.resolve("after.yaml"), Files.readString(catalog));
    }
    assertThat(directory.toFile().list()).containsExactly("catalog.yaml");
  }

  @Test
  void everyFileIsLookedAt() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      assertThat(files.filter(Files::isRegularFile))
          .extracting(file -> file.getFileName().toString())
          .containsOnly("before.yaml", "cmd", "after.yaml", "expected.txt");
    }
  }
}
