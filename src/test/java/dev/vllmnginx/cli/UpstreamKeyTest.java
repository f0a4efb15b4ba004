package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with a server's key: what is taken, and what is said of the rest. */
class UpstreamKeyTest {
  private static final String PLACE = "models[0].upstream_key.file: ";

  @TempDir Path directory;
  private Path catalog;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    catalog =
        Files.writeString(
            directory.resolve("catalog.yaml"),
            """
            version: 1
            models:
              - name: guarded
                type: chat
                upstream_key: {file: gpu.key}
                servers: [{address: "10.0.0.1:8000"}]
            """);
    key = directory.resolve("gpu.key");
  }

  private void store(byte[] content) throws IOException {
    Files.write(key, content);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private void store(String content) throws IOException {
    store(content.getBytes(StandardCharsets.UTF_8));
  }

  private CommandLineRun generate(String... more) {
    List<String> args = new ArrayList<>(List.of("generate", catalog.toString()));
    args.addAll(List.of(more));
    return CommandLineRun.of(args);
  }

  @Test
  void takesOneLineWithOrWithoutItsEnd() throws IOException {
    for (String content : List.of("a-key", "a-key\n", "a-key\r\n", "k".repeat(512))) {
      store(content);

      assertThat(generate().exit()).as(content).isZero();
    }
  }

  @Test
  void refusesWhatIsNoKeyWithoutShowingIt() throws IOException {
    refuses("", "the file of the key is empty");
    refuses("\n", "the file of the key is empty");
    refuses("hidden\n\n", "the file of the key has more than one line");
    refuses("hidden\nhidden\n", "the file of the key has more than one line");
    refuses("k".repeat(513), "the key is longer than 512 characters");
    refuses("hidden".repeat(1000), "the file \"gpu.key\" is far too large for a key");
    for (String odd :
        List.of(
            " hidden", "hid den", "hid\"den", "hidden\\", "$hidden", "hidden\r", "hidd\u00e9n")) {
      refuses(odd, "the key has a character that a header or nginx cannot carry");
    }
    refuses("hidden\u0000", "the key has a character that a header or nginx cannot carry");
  }

  private void refuses(String content, String message) throws IOException {
    store(content);

    CommandLineRun run = generate("--out", directory.resolve("out").toString());

    assertThat(run.exit()).as(content).isEqualTo(1);
    assertThat(run.err()).contains(PLACE + message).doesNotContain("hid");
    assertThat(directory.resolve("out")).doesNotExist();
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    assertThat(generate().err())
        .contains(
            "catalog.yaml:5:26: error VN101: " + PLACE + "the file \"gpu.key\" does not exist");
    Files.createDirectory(key);
    assertThat(generate().err()).contains(PLACE + "the file \"gpu.key\" is not a regular file");
  }

  @Test
  void checkingACatalogNeedsNoKeys() {
    for (String command : List.of("validate", "list-models", "graph")) {
      assertThat(CommandLineRun.of(List.of(command, catalog.toString())).exit()).isZero();
    }
  }

  @Test
  void warnsOfAFileThatOthersMayRead() throws IOException {
    store("a-key");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

    CommandLineRun run = generate();

    assertThat(run.exit()).isZero();
    assertThat(run.err())
        .contains("warning VN703: " + PLACE + "every user of this machine may read or change");
    assertThat(generate("--strict").exit()).isEqualTo(1);
  }

  @Test
  void theGeneratedFileIsForItsOwnerOnlyAndStaysSo() throws IOException {
    store("a-key");
    Path out = directory.resolve("out");
    Path secret = out.resolve("secrets/server-keys.conf");
    generate("--out", out.toString());
    assertThat(mode(secret)).isEqualTo("rw-------");

    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));
    CommandLineRun check = generate("--out", out.toString(), "--check");
    CommandLineRun again = generate("--out", out.toString());

    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out())
        .isEqualTo(
            "Secret files a/secrets/server-keys.conf and b/secrets/server-keys.conf differ\n");
    assertThat(again.exit()).isZero();
    assertThat(mode(secret)).isEqualTo("rw-------");
  }

  @Test
  void noOutputShowsIt() throws IOException {
    store("hidden-key");
    String out = directory.resolve("out").toString();
    for (String[] more :
        new String[][] {
          {}, {"--format", "json"}, {"--out", out}, {"--out", out, "--check"},
        }) {
      CommandLineRun run = generate(more);

      assertThat(run.out() + run.err()).doesNotContain("hidden");
    }
    CommandLineRun print = generate("--stdout", "secrets/server-keys.conf");
    assertThat(print.exit()).isEqualTo(2);
    assertThat(print.err()).contains("holds keys of servers: it is never shown");
    store("hidden-key-2");
    CommandLineRun check = generate("--out", out, "--check");
    assertThat(check.exit()).isEqualTo(1);
    assertThat(check.out())
        .contains("Secret files a/secrets/server-keys.conf")
        .contains("conf.d/50-status.conf")
        .doesNotContain("hidden");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
