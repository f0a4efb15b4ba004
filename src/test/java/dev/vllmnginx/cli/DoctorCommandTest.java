package dev.vllmnginx.cli;

import static dev.vllmnginx.cli.OddServer.answer;
import static dev.vllmnginx.cli.OddServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.standin.Kind;
import dev.vllmnginx.standin.StandIn;
import dev.vllmnginx.standin.StandInSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DoctorCommandTest {
  private static final int PATIENT = 20_000;

  @TempDir Path directory;
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final StringBuilder models = new StringBuilder("version: 1\nmodels:\n");

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable server : servers) {
      server.close();
    }
  }

  private String vllm(Kind kind, String... names) throws IOException {
    StandIn server =
        StandIn.start(new StandInSettings("test", List.of(names), kind, Duration.ZERO));
    servers.add(server);
    return "127.0.0.1:" + server.port();
  }

  private String odd(int idleMillis, Function<String, String> answers) {
    OddServer server = new OddServer(idleMillis, answers);
    servers.add(server);
    return server.address();
  }

  /** Answers like a vLLM of that version, but for {@code /v1/models}. */
  private static String like(String path, String version, String modelsAnswer) {
    return switch (path) {
      case "/health" -> json("");
      case "/version" -> json("{\"version\":\"" + version + "\"}");
      case "/v1/models" -> modelsAnswer;
      default -> answer(405, "", "");
    };
  }

  private static String models(String name, int length) {
    return json("{\"data\":[{\"id\":\"%s\",\"max_model_len\":%d}]}".formatted(name, length));
  }

  private void model(String name, String type, String... addresses) {
    models.append("  - name: ").append(name).append("\n    type: ").append(type);
    models.append("\n    servers:\n");
    for (String address : addresses) {
      models.append("      - address: \"").append(address).append("\"\n");
    }
  }

  private CommandLineRun doctor(String... options) throws IOException {
    Path catalog = Files.writeString(directory.resolve("catalog.yaml"), models);
    List<String> args = new ArrayList<>(List.of("doctor", catalog.toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args);
  }

  @Test
  void findsNothingWhereAllIsWell() throws IOException {
    String chat = vllm(Kind.CHAT, "qwen");
    model("qwen", "chat", chat);
    model("ada", "embedding", vllm(Kind.EMBEDDING, "ada"));

    CommandLineRun run = doctor();

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .contains(chat + "  vLLM 0.32.0", "serves \"qwen\", max_model_len 8192")
        .contains("2 servers: 0 errors, 0 warnings");
  }

  @Test
  void saysWhatDisagrees() throws IOException {
    model("qwen", "chat", vllm(Kind.CHAT, "qwen-2"));
    model("ada", "chat", vllm(Kind.EMBEDDING, "ada"));
    model("guarded", "chat", odd(PATIENT, path -> like(path, "0.32.0", answer(401, "", "{}"))));
    model("hasty", "chat", odd(1500, path -> like(path, "0.32.0", models("hasty", 8192))));
    model("dead", "chat", odd(PATIENT, path -> answer(503, "", "")));

    CommandLineRun run = doctor();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("error: serves \"qwen-2\", not \"qwen\"", "= start it with --served-model-name")
        .contains("error: has none of the paths of the type \"chat\"")
        .contains("= its type looks like \"embedding\"")
        .contains("error: wants a key (--api-key), and gets none")
        .containsPattern("error: closes idle connections after 1[0-9]{3} ms")
        .contains("error: says 503 to GET /health: its engine is dead")
        .contains("5 servers: 5 errors, 0 warnings");
  }

  @Test
  void comparesReplicas() throws IOException {
    model(
        "twins",
        "chat",
        odd(PATIENT, path -> like(path, "0.31.0", models("twins", 4096))),
        odd(PATIENT, path -> like(path, "0.32.0", models("twins", 8192))));

    CommandLineRun run = doctor();

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("warning: its servers are of different versions: \"0.31.0\" on 127.0.0.1:")
        .contains("warning: its servers take different lengths (max_model_len): 4096 on");
    assertThat(doctor("--strict").exit()).isEqualTo(1);
  }

  @Test
  void standsServersThatAreNoVllm() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    model("refuses", "chat", "127.0.0.1:" + closed);
    model("html", "chat", odd(PATIENT, path -> answer(200, "", "<html>\u001b[31mhello</html>")));
    model("redirects", "chat", odd(PATIENT, path -> answer(307, "location: http://x/\r\n", "")));
    model("silent", "chat", odd(PATIENT, path -> ""));
    model("babbles", "chat", odd(PATIENT, path -> "SSH-2.0-OpenSSH_9.2\r\n"));
    model(
        "huge",
        "chat",
        odd(PATIENT, path -> like(path, "0.32.0", json("[\"" + "x".repeat(3 << 20) + "\"]"))));
    long start = System.nanoTime();

    CommandLineRun run = doctor("--format", "json");

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(run.exit()).isEqualTo(1);
    JsonNode result = new JsonMapper().readTree(run.out());
    assertThat(result.path("schemaVersion").asInt()).isEqualTo(1);
    assertThat(result.path("errors").asInt()).isGreaterThanOrEqualTo(6);
    assertThat(run.out())
        .contains("refuses the connection", "does not list its models as vLLM does")
        .contains("answers GET /health with 307", "does not answer within 3 s")
        .contains("does not speak HTTP", "sends more than 1 MiB")
        .doesNotContain("\u001b", "\\u001b");
    assertThat(result.at("/models/3/servers/0/complaints/0/kind").asString())
        .isEqualTo("unreachable");
  }

  @Test
  void asksNobodyForAWrongCatalog() throws IOException {
    model("a", "chats", vllm(Kind.CHAT, "a"));

    CommandLineRun run = doctor();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("VN301");
  }
}
