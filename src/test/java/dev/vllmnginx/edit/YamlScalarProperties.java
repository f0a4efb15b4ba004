package dev.vllmnginx.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlScalarProperties {
  private static final String ALPHABET = "019aefnoxyEFN._/:@+-~ #'\"";
  private static final QuoteHabit SINGLE = new QuoteHabit('\'', false);

  @Test
  void everyModelNameReadsAsItself() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      String name = word(random);
      if (ModelName.parse(name) instanceof Parsed.Accepted<ModelName>) {
        for (String written :
            List.of(QuoteHabit.NONE.block(name), SINGLE.block(name), QuoteHabit.NONE.flow(name))) {
          assertThat(read(written)).as("seed %s, %s", seed, written).isEqualTo(name);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "No", "1.0", ".", "1e3", "12:30", "2026-01-01", "0x10", "a:", "~"})
  void quotesWhatWouldReadAsSomethingElse(String value) {
    assertThat(QuoteHabit.NONE.block(value)).isEqualTo('"' + value + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"qwen", "1.5b", "org/name:tag@rev+v1", "10.0.0.1:8000", "v1", "e3"})
  void leavesOtherNamesBare(String value) {
    assertThat(QuoteHabit.NONE.block(value)).isEqualTo(value);
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(7); i >= 0; i--) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  private static String read(String name) {
    String text =
        "version: 1\nmodels:\n  - name: "
            + name
            + "\n    type: chat\n    servers: [{address: \"gpu:8000\"}]\n";
    CatalogDocument document = CatalogReader.read(new SourceText("c", text)).value();
    return document == null ? "refused" : document.catalog().models().get(0).name().value();
  }
}
