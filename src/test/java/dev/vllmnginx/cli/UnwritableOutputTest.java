package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.KeyHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  /** Once its hash is stored, a key that nobody has seen opens nothing for anybody. */
  @ParameterizedTest
  @CsvSource({"create b, text", "create b, json", "rotate a, text", "rotate a, json"})
  void noKeyIsStoredThatNobodyHasSeen(String command, String format) throws IOException {
    String hash = KeyHash.of("sk-before").hex();
    String before =
        "\uFEFFversion: 1 # ours\r\nmodels:\r\n"
            + "  - {name: a, type: chat, servers: [{address: \"10.0.0.1:8000\"}]}\r\n"
            + "api_keys:\r\n  - {id: a, sha256: "
            + hash
            + "}";
    Path catalog = Files.writeString(directory.resolve("catalog.yaml"), before);
    List<String> args = new ArrayList<>(List.of("key"));
    args.addAll(List.of(command.split(" ")));
    args.addAll(List.of("--format", format, "-c", catalog.toString()));

    for (String reason : List.of(FULL, "Broken pipe")) {
      CommandLineRun run = CommandLineRun.unwritable(reason, args);

      assertThat(run.exit()).as(run.err()).isEqualTo(6);
      assertThat(run.err())
          .isEqualTo(
              "vllm-nginx: cannot write to standard output: "
                  + reason
                  + ": the catalog was not changed\n");
      assertThat(Files.readString(catalog)).isEqualTo(before);
      assertThat(directory.toFile().list()).containsExactly("catalog.yaml");
    }
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() {
    CommandLineRun run = CommandLineRun.unwritable("Broken pipe", List.of("schema"));

    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
  }
}
