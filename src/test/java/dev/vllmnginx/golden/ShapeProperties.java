package dev.vllmnginx.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.Generation;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.testing.RandomCatalogs;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * For any catalog that validates, the shape of the configuration depends on counts and flags, never
 * on values.
 */
class ShapeProperties {
  private static final int PAIRS = 5_000;

  @Test
  void twoCatalogsThatDifferInValuesOnlyGiveOneShape() {
    long seed = Long.getLong("seed", new Random().nextLong());
    System.out.println("ShapeProperties: seed " + seed + " (again with -Dseed=" + seed + ")");
    IntStream.range(0, PAIRS).parallel().forEach(pair -> assertOneShape(seed, pair));
  }

  private static void assertOneShape(long seed, int pair) {
    Random random = new Random(seed + pair);
    long shape = random.nextLong();
    String one = RandomCatalogs.yaml(shape, random.nextLong());
    String other = RandomCatalogs.yaml(shape, random.nextLong());

    assertThat(shape(one))
        .as("seed %d, pair %d:%n%s%n%s", seed, pair, one, other)
        .isEqualTo(shape(other));
  }

  @Test
  void aShapeSeesADirectiveThatAValueSmuggledIn() {
    String honest =
        "map $a $b {\n  default \"\";\n  \"x\" y;\n}\nupstream u {\n  server 127.0.0.1:1;\n}\n";

    assertThat(NginxShape.of(honest)).isEqualTo("map{entry/2} upstream{server}");
    assertThat(NginxShape.of(honest.replace("127.0.0.1:1", "a; evil b")))
        .isEqualTo("map{entry/2} upstream{server evil}");
    assertThat(NginxShape.of(honest.replace("\"x\"", "\"x\"z w; e")))
        .isNotEqualTo(NginxShape.of(honest));
  }

  /** Each file of a server's key as if it held some key. */
  private static Catalog withKeys(Catalog catalog, Random random) {
    return catalog.withModels(
        catalog.models().stream()
            .map(
                model ->
                    model.upstreamKey() == null
                        ? model
                        : model.withUpstreamKey(model.upstreamKey().withSecret(secret(random))))
            .toList());
  }

  private static Secret secret(Random random) {
    String text =
        random
            .ints(1 + random.nextInt(80), '!', '~' + 1)
            .filter(c -> c != '"' && c != '$' && c != '\\')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return new Secret("k" + text);
  }

  private static Map<String, String> shape(String yaml) {
    CatalogFile file =
        CatalogFile.read("-", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)));
    CatalogDocument document = file.document();
    assertThat(document).as("%s%n%s", file.diagnostics(), yaml).isNotNull();
    RenderedTree tree = Generation.tree(withKeys(document.catalog(), new Random(yaml.hashCode())));
    Map<String, String> shapes = new TreeMap<>();
    for (RenderedFile rendered : tree.files()) {
      boolean configuration = rendered.path().endsWith(".conf");
      shapes.put(rendered.path(), configuration ? NginxShape.of(rendered.text()) : "");
    }
    return shapes;
  }
}
