package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.TextRenderer;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand models. The limit of time is for what would not end, not for what is slow: src/bench
 * measures that.
 */
@Timeout(180)
class LargeCatalogTest {
  private static final int MODELS = 10_000;

  private static SourceText catalog(String name) {
    StringBuilder text = new StringBuilder("version: 1\nmodels:\n");
    for (int i = 0; i < MODELS; i++) {
      text.append("  - name: ").append(name).append(i).append("\n    type: chat\n");
      text.append("    aliases: [alias-").append(i).append("]\n    servers:\n");
      for (int j = 1; j <= 2; j++) {
        text.append("      - {address: \"10.").append(j).append('.').append(i / 250).append('.');
        text.append(i % 250).append(":8000\", weight: 2, max_conns: 64}\n");
      }
    }
    assertThat(text.length()).isLessThan(SourceReader.MAX_BYTES);
    return new SourceText("catalog.yaml", text.toString());
  }

  @Test
  void tenThousandModelsAreReadCheckedAndLocated() {
    SourceText source = catalog("model-");
    assertThat(CatalogReader.read(source).diagnostics()).isEmpty();

    CatalogDocument document = CatalogReader.read(source).orThrow();
    for (int i = 0; i < MODELS; i++) {
      CatalogPath address =
          CatalogPath.ROOT.key("models").index(i).key("servers").index(1).key("address");
      assertThat(document.locate(address).orElseThrow().line()).isEqualTo(2 + 6 * (i + 1));
    }
  }

  @Test
  void tenThousandMistakesAreExplained() {
    SourceText source = catalog("model ");

    Checked<CatalogDocument> checked = CatalogReader.read(source);
    new TextRenderer(false).render(checked.diagnostics(), source.shown());
    JsonRenderer.render(checked.diagnostics(), false);

    assertThat(checked.diagnostics()).hasSize(1000);
  }
}
