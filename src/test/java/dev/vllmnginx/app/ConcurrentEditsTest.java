package dev.vllmnginx.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty edits of one catalog at the same moment, by threads and by programs of their own. */
class ConcurrentEditsTest {
  private static final int THREADS = 20;
  private static final int PROGRAMS = 6;
  private static final String FIRST =
      "version: 1\nmodels:\n  - name: first\n    type: chat\n    servers: [{address: \"gpu:8000\"}]\n";

  @TempDir Path directory;
  private Path catalog;

  @BeforeEach
  void writeCatalog() throws IOException {
    catalog = Files.writeString(directory.resolve("catalog.yaml"), FIRST);
  }

  @Test
  void theSameModelIsAddedOnce() throws Exception {
    List<EditOutcome> outcomes = inParallel(i -> add(catalog, "same", "gpu-" + i));

    assertThat(outcomes).filteredOn(EditOutcome.Changed.class::isInstance).hasSize(1);
    assertThat(outcomes)
        .filteredOn(EditOutcome.Refused.class::isInstance)
        .hasSize(THREADS - 1)
        .allSatisfy(
            outcome ->
                assertThat(((EditOutcome.Refused) outcome).diagnostics())
                    .singleElement()
                    .satisfies(
                        found -> {
                          assertThat(found.code()).isEqualTo(DiagnosticCode.DUPLICATE_NAME);
                          assertThat(found.location()).isNotNull();
                        }));
    assertThat(names()).containsExactly("first", "same");
  }

  @Test
  void differentModelsAreAllAdded() throws Exception {
    List<EditOutcome> outcomes = inParallel(i -> add(catalog, "model-" + i, "gpu-" + i));

    assertThat(outcomes).allMatch(EditOutcome.Changed.class::isInstance);
    assertThat(names()).hasSize(THREADS + 1).doesNotHaveDuplicates();
    assertThat(Files.readString(catalog)).startsWith(FIRST);
    assertThat(directory.toFile().list()).containsExactly("catalog.yaml");
  }

  @Test
  void programsWaitForEachOther() throws Exception {
    List<Process> programs = new ArrayList<>();
    for (int i = 0; i < PROGRAMS; i++) {
      programs.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Adder.class.getName(),
                  catalog.toString(),
                  Integer.toString(i))
              .inheritIO()
              .start());
    }
    for (Process program : programs) {
      assertThat(program.waitFor()).isZero();
    }

    assertThat(names()).hasSize(1 + PROGRAMS * Adder.MODELS).doesNotHaveDuplicates();
    assertThat(directory.toFile().list()).containsExactly("catalog.yaml");
  }

  /** A program that adds some models, one edit after the other. */
  static final class Adder {
    static final int MODELS = 10;

    private Adder() {}

    public static void main(String[] args) {
      for (int i = 0; i < MODELS; i++) {
        String name = "model-" + args[1] + "-" + i;
        if (!(add(Path.of(args[0]), name, name) instanceof EditOutcome.Changed)) {
          System.exit(1);
        }
      }
    }
  }

  private static EditOutcome add(Path catalog, String name, String host) {
    ModelArguments model =
        new ModelArguments(
            name,
            "chat",
            List.of(),
            null,
            null,
            null,
            List.of(new ModelArguments.ServerArguments(host + ":8000", null)));
    return new AddModel(new AddModel.Request(catalog, model, false, false, false), served -> {})
        .run();
  }

  private static List<EditOutcome> inParallel(IntFunction<EditOutcome> edit) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<EditOutcome>> edits = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        edits.add(
            threads.submit(
                () -> {
                  start.await();
                  return edit.apply(number);
                }));
      }
      List<EditOutcome> outcomes = new ArrayList<>();
      for (Future<EditOutcome> made : edits) {
        outcomes.add(made.get());
      }
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }

  private List<String> names() throws IOException {
    CatalogDocument document =
        CatalogReader.read(new SourceText("catalog.yaml", Files.readString(catalog))).value();
    assertThat(document).as("the file is valid").isNotNull();
    return document == null
        ? List.of()
        : document.catalog().models().stream().map(model -> model.name().value()).toList();
  }
}
