package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.check.Rule;
import dev.vllmnginx.catalog.check.Rules;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A rule needs a fixture that breaks it and one that comes close and does not; both are named after
 * the rule. That the second is really good is shown by {@link FixturesTest}.
 */
class RuleCasesTest {
  @TestFactory
  Stream<DynamicTest> everyRuleHasACaseThatBreaksItAndOneThatDoesNot() {
    return Rules.ALL.stream()
        .map(rule -> DynamicTest.dynamicTest(caseName(rule), () -> checkCases(rule)));
  }

  private static void checkCases(Rule rule) {
    List<Path> broken = named(Fixtures.bad(), caseName(rule));
    assertThat(broken).as("bad cases of the rule").isNotEmpty();
    for (Path directory : broken) {
      SourceText source = Fixtures.source(directory.resolve("catalog.yaml"));
      List<Diagnostic> without = CatalogReader.read(source, List.of()).diagnostics();
      List<Diagnostic> with = CatalogReader.read(source, List.of(rule)).diagnostics();
      assertThat(with).as("findings in %s", directory).hasSizeGreaterThan(without.size());
    }
    assertThat(named(Fixtures.good(), caseName(rule))).as("good cases of the rule").isNotEmpty();
  }

  private static List<Path> named(List<Path> fixtures, String name) {
    return fixtures.stream()
        .filter(path -> path.getFileName().toString().startsWith(name))
        .toList();
  }

  private static String caseName(Rule rule) {
    return rule.getClass()
        .getSimpleName()
        .replaceAll("(?<!^)([A-Z])", "-$1")
        .toLowerCase(Locale.ROOT);
  }
}
