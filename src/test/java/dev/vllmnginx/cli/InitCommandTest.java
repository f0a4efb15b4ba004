package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path directory;

  @Test
  void writesACatalogThatIsValidWithoutWarnings() throws IOException {
    Path file = directory.resolve("catalog.yaml");

    CommandLineRun init = CommandLineRun.of(List.of("init", file.toString()));
    CommandLineRun validate = CommandLineRun.of(List.of("validate", "--strict", file.toString()));

    assertThat(init.exit()).isZero();
    assertThat(init.out()).isEqualTo("wrote " + file + "\n");
    assertThat(validate.exit()).as(validate.err()).isZero();
    assertThat(validate.err()).isEmpty();
    assertThat(CommandLineRun.of(List.of("init", "-")).out()).isEqualTo(Files.readString(file));
  }

  @Test
  void takesAModelMoreWithTheHintAtItsEnd() throws IOException {
    Path file = directory.resolve("catalog.yaml");
    CommandLineRun.of(List.of("init", file.toString()));
    String before = Files.readString(file);

    CommandLineRun run =
        CommandLineRun.of(
            List.of(
                "add-model",
                "b",
                "--type",
                "chat",
                "--server",
                "gpu-1:8000",
                "-c",
                file.toString()));

    assertThat(run.exit()).isZero();
    String added = "\n  - name: b\n    type: chat\n    servers:\n      - address: gpu-1:8000\n";
    assertThat(Files.readString(file)).contains(added);
    assertThat(Files.readString(file).replace(added, "")).isEqualTo(before);
  }

  @Test
  void everyCommentedLineOfItIsValidToo() throws IOException {
    String text = CommandLineRun.of(List.of("init", "-")).out();
    // "  # key: value" becomes "  key: value"; what is prose has no colon behind its first word.
    String all = text.replaceAll("(?m)^( *)# ( *(?:- )?[a-z_]+:(?: |$))", "$1$2");
    all = all.replace("layout: standalone ", "layout: include ");
    Path file = Files.writeString(directory.resolve("all.yaml"), all);

    CommandLineRun validate = CommandLineRun.of(List.of("validate", file.toString()));

    assertThat(all).contains("\n  tls:", "\n      - address: 10.0.0.13:8001", "\nlogging:");
    assertThat(validate.exit()).as(validate.err() + all).isZero();
  }

  @Test
  void neverOverwrites() throws IOException {
    Path file = Files.writeString(directory.resolve("catalog.yaml"), "mine");
    Path dangling = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));

    CommandLineRun run = CommandLineRun.of(List.of("init", file.toString()));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("exists already");
    assertThat(file).hasContent("mine");
    assertThat(CommandLineRun.of(List.of("init", dangling.toString())).exit()).isEqualTo(1);
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void saysThatThereIsNoSuchDirectory() {
    CommandLineRun run =
        CommandLineRun.of(List.of("init", directory.resolve("no/catalog.yaml").toString()));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("no such directory");
  }
}
