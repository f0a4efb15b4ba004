package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that do not arrive. */
class UnwritableOutputTest {
  private static final String FULL = "No space left on device";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"schema", "init -", "--help", "validate --help", "--version"})
  void aFullDiskIsAFailure(String command) {
    CommandLineRun run = CommandLineRun.unwritable(FULL, List.of(command.split(" ")));

    assertThat(run.exit()).isEqualTo(6);
    assertThat(run.err()).isEqualTo("vllm-nginx: cannot write to standard output: " + FULL + "\n");
  }

  @Test
  void anAnswerOfNoStaysOne() {
    Path none = directory.resolve("none.yaml");

    CommandLineRun run = CommandLineRun.unwritable(FULL, List.of("validate", none.toString()));

    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() {
    CommandLineRun run = CommandLineRun.unwritable("Broken pipe", List.of("schema"));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
  }
}
