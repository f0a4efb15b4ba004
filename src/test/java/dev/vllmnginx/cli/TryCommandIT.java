package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.standin.Kind;
import dev.vllmnginx.standin.StandIn;
import dev.vllmnginx.standin.StandInSettings;
import dev.vllmnginx.testing.NginxGateway;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code try --once} with the nginx of this machine. */
class TryCommandIT {
  @TempDir Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qwen-and-embeddings",
        "replicas-with-backup",
        "tls",
        "include-layout",
        "ada-compatible-alias"
      })
  void everyExampleRoutesRight(String example) throws IOException {
    int exitCode = run("", "try", catalogOf(example, NginxGateway.freePort()), "--once");

    assertThat(text(err)).isEmpty();
    assertThat(text(out)).contains("2 of 2 requests reached a server of the right model.");
    assertThat(exitCode).isZero();
  }

  @Test
  void showsEveryNameWithItsServer() throws IOException {
    int port = NginxGateway.freePort();
    run("", "try", catalogOf("ada-compatible-alias", port), "--once");

    assertThat(text(out).lines().map(line -> line.replaceAll("  +", "|")).toList())
        .anyMatch(
            line -> line.matches("nginx [0-9.]+ \\(/.*\\) listens on http://127.0.0.1:[0-9]+"))
        .contains("MODEL|UPSTREAM|SERVER|STATUS|TIME")
        .anyMatch(
            line ->
                line.matches("bge-m3\\|vllm_bge_m3\\|.*127.0.0.1:" + port + "\\|200\\|[0-9]+ ms"))
        .anyMatch(
            line ->
                line.matches(
                    "\\|text-embedding-ada-002 \\(alias\\)\\|vllm_bge_m3\\|.*\\|200\\|[0-9]+ ms"));
  }

  @Test
  void failsWhenAServerDoesNotServeItsModel() throws Exception {
    StandInSettings other =
        new StandInSettings("a server", List.of("another-model"), Kind.CHAT, Duration.ZERO);
    try (StandIn server = StandIn.start(other)) {
      String catalog =
          "version: 1\nmodels: [{name: qwen, type: chat, servers: [{address: \"127.0.0.1:%d\"}]}]\n";

      int exitCode = run(catalog.formatted(server.port()), "try", "-", "--once");

      assertThat(text(out))
          .contains("answers and is used")
          .contains("wrong: answer: ")
          .contains("The model `qwen` does not exist. Valid aliases: another-model.")
          .contains("0 of 1 requests reached a server of the right model.");
      assertThat(exitCode).isEqualTo(1);
    }
  }

  @Test
  void startsNothingForAnInvalidCatalog() {
    int exitCode = run("version: 1\nmodels: []\n", "try", "-", "--once");

    assertThat(text(out)).isEmpty();
    assertThat(text(err)).contains("VN");
    assertThat(exitCode).isEqualTo(1);
  }

  @Test
  void saysWhenTheNginxOfThisMachineIsTooOldForTheCatalog() {
    String catalog =
        "version: 1\nnginx: {version: \"9.0\"}\nmodels: [{name: qwen, type: chat, servers: [{address: \"127.0.0.1:9\"}]}]\n";

    int exitCode = run(catalog, "try", "-", "--once");

    assertThat(text(err)).contains("VN603").contains("older than 9.0");
    assertThat(text(out)).contains("1 of 1 requests reached");
    assertThat(exitCode).isZero();
  }

  @Test
  void saysWhenThePortIsTaken() throws Exception {
    StandInSettings settings =
        new StandInSettings("a server", List.of("m"), Kind.CHAT, Duration.ZERO);
    try (StandIn server = StandIn.start(settings)) {
      String port = Integer.toString(server.port());

      int exitCode =
          run(
              "",
              "try",
              catalogOf("qwen-and-embeddings", NginxGateway.freePort()),
              "--once",
              "--port",
              port);

      assertThat(text(err)).contains("cannot listen on 127.0.0.1:" + port).contains("--port");
      assertThat(exitCode).isEqualTo(2);
    }
  }

  /**
   * A copy of an example whose servers on this machine are on other ports: something may listen on
   * those of the example, and would be asked.
   *
   * @param port takes the place of 8000
   */
  private String catalogOf(String example, int port) throws IOException {
    String text = Files.readString(Path.of("examples", example, "catalog.yaml"));
    String moved =
        text.replace("127.0.0.1:8000", "127.0.0.1:" + port)
            .replace("127.0.0.1:8001", "127.0.0.1:" + NginxGateway.freePort());
    return Files.writeString(directory.resolve("catalog.yaml"), moved).toString();
  }

  private int run(String input, String... arguments) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return Main.run(
        List.of(arguments),
        in,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of("PATH", String.valueOf(System.getenv("PATH"))));
  }

  private static String text(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
