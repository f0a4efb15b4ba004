package dev.vllmnginx.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.testing.RandomCatalogs;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Through files and records: the catalog with the new model is the old one and the model. */
class EditedCatalogsProperties {
  private static final int CATALOGS = 500;
  private static final ModelArguments NEW =
      new ModelArguments(
          "brand-new",
          "chat",
          List.of("brand-new-alias"),
          "org/served",
          "round_robin",
          "keys/brand-new.key",
          List.of(new ModelArguments.ServerArguments("10.255.255.254:8000", "7")));

  @TempDir Path directory;

  @Test
  void addsToAndRemovesFromRandomCatalogs() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < CATALOGS; i++) {
      addAndRemove(RandomCatalogs.yaml(random.nextLong(), random.nextLong()), "seed " + seed);
    }
  }

  static Stream<Path> examples() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files.filter(file -> file.endsWith("catalog.yaml")).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void addsToAndRemovesFromTheExamples(Path example) throws IOException {
    addAndRemove(Files.readString(example), example.toString());
  }

  private void addAndRemove(String text, String what) throws IOException {
    Path file = Files.writeString(directory.resolve("catalog.yaml"), text);
    Catalog before = read(file);

    EditOutcome added =
        new AddModel(new AddModel.Request(file, NEW, false, false, false), seen -> {}).run();

    assertThat(added).as(what + "\n" + text).isInstanceOf(EditOutcome.Changed.class);
    Catalog after = read(file);
    int count = before.models().size();
    Model last = after.models().get(count);
    assertThat(after.withModels(after.models().subList(0, count))).as(what).isEqualTo(before);
    assertThat(last.name().value()).isEqualTo("brand-new");
    assertThat(last.servers()).singleElement().returns(7, server -> server.weight());

    EditOutcome removed =
        new RemoveModel(new RemoveModel.Request(file, "brand-new", false, true)).run();

    assertThat(removed).as(what + "\n" + text).isInstanceOf(EditOutcome.Changed.class);
    assertThat(Files.readString(file)).as(what).isEqualTo(text);
  }

  private static Catalog read(Path file) throws IOException {
    CatalogDocument document =
        CatalogReader.read(new SourceText("catalog.yaml", Files.readString(file))).value();
    if (document == null) {
      throw new AssertionError("not valid: " + Files.readString(file));
    }
    return document.catalog();
  }
}
