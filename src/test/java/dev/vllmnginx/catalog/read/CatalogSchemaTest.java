package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.testing.RandomCatalogs;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The JSON Schema and the reader agree about every fixture, place by place. Where only the reader
 * can know better, the reason is listed here.
 */
class CatalogSchemaTest {
  /** What a schema could know: everything else comes from YAML itself or from rules. */
  private static final Set<DiagnosticCode> OF_VALUES =
      Set.of(
          DiagnosticCode.UNKNOWN_KEY,
          DiagnosticCode.MISSING_KEY,
          DiagnosticCode.WRONG_TYPE,
          DiagnosticCode.UNQUOTED_STRING,
          DiagnosticCode.UNSUPPORTED_VERSION,
          DiagnosticCode.EMPTY_LIST,
          DiagnosticCode.BAD_VALUE,
          DiagnosticCode.OUT_OF_RANGE,
          DiagnosticCode.FORBIDDEN_ADDRESS,
          DiagnosticCode.NOT_A_HASH,
          DiagnosticCode.PLAIN_SECRET);

  /**
   * Mistakes that the schema lets pass.
   *
   * @param paths a regular expression
   */
  private record Beyond(String fixture, String paths, String reason) {
    boolean covers(String name, String path) {
      return name.matches(fixture) && path.matches(paths);
    }
  }

  private static final List<Beyond> BEYOND_THE_SCHEMA =
      List.of(
          new Beyond(
              "unquoted-strings",
              "models\\[(1|4|5|7|10|11|16)]\\.name",
              "YAML 1.1 takes them for something else, the YAML 1.2 of editors does not"),
          new Beyond(
              "unquoted-strings",
              "gateway\\.missing_model",
              "YAML 1.1 takes it for something else, the YAML 1.2 of editors does not"),
          new Beyond(
              "addresses",
              "models\\[0]\\.servers\\[(24|25|26)]\\.address",
              "the schema's pattern for IPv6 only looks at the characters"),
          new Beyond(
              "trusted-proxies",
              "gateway\\.trusted_proxies\\[[34]]",
              "no pattern can tell whether the other bits of a block are zero"),
          new Beyond(
              "forbidden-addresses",
              "models\\[0]\\.servers\\[13]\\.address",
              "one IPv6 address has many spellings"),
          new Beyond(
              "forbidden-addresses", "models\\[0]\\.servers\\[20]\\.address", "a name in capitals"),
          new Beyond(
              "numbers",
              "models\\[0]\\.servers\\[4]\\.weight",
              "010 is 10 once YAML 1.2 has read it"),
          new Beyond(
              "numbers",
              "models\\[0]\\.servers\\[6]\\.weight",
              "0x10 is 16 once YAML 1.2 has read it"),
          new Beyond(
              "numbers",
              "models\\[0]\\.servers\\[17]\\.down",
              "True is true once YAML 1.2 has read it"),
          new Beyond(
              "listen-addresses", "gateway\\.listen\\[3]", "080 is 80 once YAML 1.2 has read it"),
          new Beyond(
              "sizes-and-times",
              ".*(_timeout|_size)",
              "a pattern cannot compare numbers with units"),
          new Beyond("api-keys", "api_keys\\[11]\\.expires", "30 February"),
          new Beyond(
              "health-values",
              ".*\\.(interval|timeout)",
              "a pattern cannot compare numbers with units"),
          new Beyond(
              "include-layout.*",
              "nginx\\.layout|gateway\\.server_name",
              "a rule about two keys: the schema would explain it badly"));

  private static final Schema SCHEMA = load();

  private static Schema load() {
    try (InputStream in = CatalogReader.class.getResourceAsStream("/catalog.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the schema is missing");
      }
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @TestFactory
  Stream<DynamicTest> schemaAndReaderFindTheSameMistakes() {
    return Fixtures.bad().stream()
        .map(
            directory ->
                DynamicTest.dynamicTest(
                    directory.getFileName().toString(), () -> checkBad(directory)));
  }

  private static void checkBad(Path directory) {
    String name = directory.getFileName().toString();

    assertThat(readerPaths(directory))
        .as("what the schema finds in %s", name)
        .containsAll(schemaPaths(directory));
    assertThat(onlyReaderPaths(directory))
        .as("what only the reader finds in %s", name)
        .allMatch(path -> BEYOND_THE_SCHEMA.stream().anyMatch(beyond -> beyond.covers(name, path)));
  }

  @Test
  void everyListedExceptionIsStillNeeded() {
    assertThat(BEYOND_THE_SCHEMA)
        .allMatch(
            beyond ->
                Fixtures.bad().stream()
                    .anyMatch(
                        directory ->
                            onlyReaderPaths(directory).stream()
                                .anyMatch(
                                    path ->
                                        beyond.covers(directory.getFileName().toString(), path))));
  }

  private static Set<String> onlyReaderPaths(Path directory) {
    Set<String> paths = readerPaths(directory);
    paths.removeAll(schemaPaths(directory));
    return paths;
  }

  private static Set<String> readerPaths(Path directory) {
    Set<String> paths = new TreeSet<>();
    for (Diagnostic diagnostic : Fixtures.diagnostics(directory.resolve("catalog.yaml"))) {
      if (OF_VALUES.contains(diagnostic.code())) {
        paths.add(diagnostic.path().value());
      }
    }
    return paths;
  }

  /** Nothing for a text that is not the YAML of a catalog: editors say that without a schema. */
  private static Set<String> schemaPaths(Path directory) {
    Node root = YamlReader.read(Fixtures.source(directory.resolve("catalog.yaml"))).value();
    return root == null ? Set.of() : schemaPaths(root);
  }

  @TestFactory
  Stream<DynamicTest> schemaAcceptsGoodCatalogs() {
    return Fixtures.good().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () ->
                        assertThat(schemaPaths(YamlReader.read(Fixtures.source(file)).orThrow()))
                            .isEmpty()));
  }

  @Test
  void schemaAcceptsGeneratedCatalogs() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 200; i++) {
      String yaml = RandomCatalogs.yaml(seed + i, seed + i);
      Node root = YamlReader.read(new SourceText("catalog.yaml", yaml)).orThrow();
      assertThat(schemaPaths(root)).as("seed %s: %s", seed + i, yaml).isEmpty();
    }
  }

  private static Set<String> schemaPaths(Node root) {
    Set<String> paths = new HashSet<>();
    for (Error error : SCHEMA.validate(CoreSchemaJson.of(root))) {
      CatalogPath path = path(error.getInstanceLocation().toString());
      String property = error.getProperty();
      boolean ofParent =
          error.getKeyword().equals("required")
              || error.getKeyword().equals("additionalProperties");
      paths.add((ofParent && property != null ? path.key(property) : path).value());
    }
    return paths;
  }

  private static CatalogPath path(String pointer) {
    CatalogPath path = CatalogPath.ROOT;
    for (String step : pointer.split("/", -1)) {
      if (!step.isEmpty()) {
        path = step.matches("[0-9]+") ? path.index(Integer.parseInt(step)) : path.key(step);
      }
    }
    return path;
  }
}
