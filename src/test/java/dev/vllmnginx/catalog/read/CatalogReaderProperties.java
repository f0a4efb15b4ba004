package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.TextRenderer;
import dev.vllmnginx.testing.RandomCatalogs;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class CatalogReaderProperties {
  private static final List<String> PIECES =
      List.of(
          " ",
          "  ",
          "\n",
          "\t",
          "\r",
          ":",
          ": ",
          "-",
          "- ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "#",
          " #",
          "&a ",
          "*a",
          "!!str ",
          "\"",
          "'",
          "|",
          ">",
          "%",
          "@",
          "`",
          "?",
          "? ",
          "<<: ",
          "---\n",
          "...\n",
          "\\",
          "\0",
          "\u001b",
          "\u0085",
          "\u2028",
          "\ud83d\ude00",
          "\ud83d",
          "\ufeff",
          "null",
          "~",
          "1",
          "-1",
          "0x1",
          "1.5",
          "true",
          "name: ",
          "servers: ",
          "models:\n");

  @Test
  void everyGeneratedCatalogIsValid() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 2000; i++) {
      String yaml = RandomCatalogs.yaml(seed + i, seed - i);

      Checked<CatalogDocument> checked = CatalogReader.read(new SourceText("catalog.yaml", yaml));

      assertThat(checked.diagnostics().stream().filter(Diagnostic::isError))
          .as("seeds %s and %s: %s", seed + i, seed - i, yaml)
          .isEmpty();
    }
  }

  @Test
  void damagedCatalogsAreExplainedAndNeverCrash() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 2000; i++) {
      Random random = new Random(seed + i);
      String text = damage(RandomCatalogs.yaml(random.nextInt(), random.nextInt()), random);
      SourceText source = new SourceText("catalog.yaml", text);
      try {
        Checked<CatalogDocument> checked = CatalogReader.read(source);

        checkExplained(source, checked.diagnostics());
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + (seed + i) + ":\n" + text, e);
      }
    }
  }

  private static void checkExplained(SourceText source, List<Diagnostic> diagnostics) {
    List<String> lines = source.lines();
    for (Diagnostic diagnostic : diagnostics) {
      Location location = Objects.requireNonNull(diagnostic.location());
      assertThat(location.line()).isBetween(1, lines.size() + 1);
      assertThat(location.column()).isPositive();
      assertThat(diagnostic.message()).isNotBlank().matches("[^\\p{Cntrl}]+");
    }
    String text = new TextRenderer(false).render(diagnostics, source.shown());
    assertThat(text.replace("\n", "")).doesNotMatch(".*\\p{Cntrl}.*");
    String json = JsonRenderer.render(diagnostics, false);
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        parser.getString();
      }
    }
  }

  private static String damage(String yaml, Random random) {
    StringBuilder text = new StringBuilder(yaml);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(text.length() + 1);
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, piece);
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
        case 2 -> text.replace(at, Math.min(text.length(), at + 1), piece);
        default -> {
          int from = random.nextInt(text.length() + 1);
          int to = Math.min(text.length(), from + random.nextInt(60));
          text.insert(at, text.substring(from, to));
        }
      }
    }
    return text.toString();
  }
}
