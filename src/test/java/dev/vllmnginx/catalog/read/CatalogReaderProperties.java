package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.testing.RandomCatalogs;
import dev.vllmnginx.yaml.SourceText;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CatalogReaderProperties {
  @Test
  void everyGeneratedCatalogIsValid() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 2000; i++) {
      String yaml = RandomCatalogs.yaml(seed + i, seed - i);

      Checked<CatalogDocument> checked = CatalogReader.read(new SourceText("catalog.yaml", yaml));

      assertThat(checked.diagnostics().stream().filter(d -> d.isError()))
          .as("seeds %s and %s: %s", seed + i, seed - i, yaml)
          .isEmpty();
    }
  }
}
