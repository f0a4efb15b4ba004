package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.TextRenderer;
import dev.vllmnginx.testing.ExpectedText;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FixturesTest {
  @TestFactory
  Stream<DynamicTest> badCatalogsAreExplained() {
    return Fixtures.bad().stream()
        .map(
            directory ->
                DynamicTest.dynamicTest(
                    directory.getFileName().toString(), () -> checkBad(directory)));
  }

  private static void checkBad(Path directory) {
    SourceText source = Fixtures.source(directory.resolve("catalog.yaml"));

    List<Diagnostic> diagnostics = CatalogReader.read(source).diagnostics();

    assertThat(diagnostics).isNotEmpty().isSortedAccordingTo(Diagnostic.BY_PLACE);
    boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
    ExpectedText.check(
        directory.resolve("expected.txt"),
        new TextRenderer(false).render(diagnostics, source.shown())
            + (failed ? "exit 1\n" : "exit 0\n"));
  }

  @Test
  void badDirectoriesHoldNothingElse() {
    for (Path directory : Fixtures.bad()) {
      assertThat(Fixtures.list(directory))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("catalog.yaml", "expected.txt");
    }
  }

  @TestFactory
  Stream<DynamicTest> goodCatalogsHaveNoDiagnostics() {
    return Fixtures.good().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> assertThat(Fixtures.diagnostics(file)).isEmpty()));
  }
}
