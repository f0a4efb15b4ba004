package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.release.WriteOutcome.Refused;
import dev.vllmnginx.release.WriteOutcome.UpToDate;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Runs that are killed at any step, and runs at the same time. */
class OutputDirectoryKilledTest extends OutputDirectoryFixture {
  @Test
  void theNextRunFinishesWhatAKilledRunBegan() throws Exception {
    for (RenderedTree next : List.of(ONE, TWO, tree("nginx.conf", "three\n"))) {
      for (int step = 0; killedAt(step, next); step++) {
        assertThat(write(next, false))
            .as("after a kill at step %d: nothing counts as edited", step)
            .isNotInstanceOf(Refused.class);
        List<String> expected =
            new ArrayList<>(next.files().stream().map(RenderedFile::path).toList());
        expected.add("manifest.json");
        assertThat(contents()).as("after a kill at step %d", step).containsOnlyKeys(expected);
        assertThat(write(next, false)).isInstanceOf(UpToDate.class);
      }
    }
  }

  @Test
  void aSecondKilledRunDoesNotForgetTheFirst() throws Exception {
    for (int step = 0; killedAt(step, TWO); step++) {
      RenderedTree three = tree("nginx.conf", "three\n", "conf.d/a.conf", "a 3\n");
      for (int second = 0; second < 8; second += 3) {
        kill(second, three);
        assertThat(write(ONE, false))
            .as("kills at %d, %d", step, second)
            .isNotInstanceOf(Refused.class);
        assertThat(contents()).containsOnlyKeys("nginx.conf", "conf.d/a.conf", "manifest.json");
        kill(step, TWO);
      }
    }
  }

  @Test
  void twoRunsAtOnceDoNotMix() {
    write(ONE, false);
    List<Throwable> failures = new ArrayList<>();
    OutputDirectory first =
        new OutputDirectory(
            dir,
            step -> {
              if (step.startsWith("stage")) {
                try {
                  write(TWO, false);
                } catch (WorldException e) {
                  failures.add(e);
                }
              }
            });

    RenderedTree three = tree("nginx.conf", "three\n");
    first.write(three, manifest(three), false);

    assertThat(failures).isNotEmpty();
    assertThat(failures.get(0)).hasMessageContaining("another vllm-nginx is writing to");
    assertThat(new OutputDirectory(dir).plan(three, manifest(three)).isUpToDate()).isTrue();
  }

  /** Whether the run got as far as to be killed. Starts from ONE, finished. */
  private boolean killedAt(int step, RenderedTree next) throws IOException {
    reset();
    write(ONE, false);
    return kill(step, next);
  }

  private boolean kill(int step, RenderedTree next) {
    int[] seen = {0};
    try {
      new OutputDirectory(
              dir,
              name -> {
                if (seen[0]++ == step) {
                  throw new Killed();
                }
              })
          .write(next, manifest(next), false);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private void reset() throws IOException {
    if (Files.exists(dir)) {
      try (Stream<Path> all = Files.walk(dir)) {
        for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** Like a kill: no clean-up of the program knows it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
