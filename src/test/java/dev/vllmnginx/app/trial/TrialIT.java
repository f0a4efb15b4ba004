package dev.vllmnginx.app.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.nginx.NginxBinary;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.standin.Kind;
import dev.vllmnginx.standin.StandIn;
import dev.vllmnginx.standin.StandInSettings;
import dev.vllmnginx.yaml.SourceText;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A trial with the nginx of this machine. */
class TrialIT {
  private static final NginxBinary NGINX =
      NginxBinary.find(String.valueOf(System.getenv("PATH")), ProgramRunner.local()).orElseThrow();

  @Test
  void everyNameReachesTheServersOfItsModel() {
    String yaml =
        """
        version: 1
        gateway:
          server_name: [api.example.com]
          listen: [80]
          tls: {listen: [443], certificate: /nowhere/a.pem, certificate_key: /nowhere/a.key}
        models:
          - name: qwen
            type: chat
            aliases: [Qwen-Chat]
            servers: [{address: "127.0.0.1:1"}, {address: "127.0.0.1:2", backup: true}]
          - name: ada
            type: embedding
            servers: [{address: "gpu.invalid:8000"}]
        """;
    Path directory;
    try (Trial trial = new TrialStarter(NGINX).start(catalog(yaml), 0)) {
      directory = trial.directory();

      List<TrialRow> rows = trial.send(row -> {});

      assertThat(rows).allSatisfy(row -> assertThat(row.problem()).as("%s", row).isNull());
      assertThat(rows)
          .extracting(row -> row.name().sent(), row -> row.name().upstream(), TrialRow::server)
          .containsExactly(
              tuple("qwen", "vllm_qwen", "stand-in for 127.0.0.1:1"),
              tuple("Qwen-Chat", "vllm_qwen", "stand-in for 127.0.0.1:1"),
              tuple("ada", "vllm_ada", "stand-in for gpu.invalid:8000"));
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void playsModelsOfEveryTypeAtEachOfTheirEndpoints() throws Exception {
    StringBuilder yaml = new StringBuilder("version: 1\nmodels:\n");
    int models = 0;
    for (ModelType type : ModelType.values()) {
      for (Endpoint endpoint : Endpoint.values()) {
        if (Endpoint.of(type).contains(endpoint) || endpoint == Endpoint.TOKENIZE) {
          yaml.append(
              "  - {name: m%d, type: %s, endpoints: [%s], servers: [{address: \"127.0.0.1:%d\"}]}\n"
                  .formatted(++models, type.keyword(), endpoint.path(), models));
        }
      }
    }
    try (Trial trial = new TrialStarter(NGINX).start(catalog(yaml.toString()), 0)) {
      List<TrialRow> rows = trial.send(row -> {});

      assertThat(rows).hasSize(models);
      assertThat(rows).allSatisfy(row -> assertThat(row.problem()).as("%s", row).isNull());
    }
  }

  @Test
  void usesServersThatAnswer() throws Exception {
    StandInSettings real =
        new StandInSettings("the real one", List.of("ada"), Kind.EMBEDDING, Duration.ZERO);
    try (StandIn server = StandIn.start(real)) {
      String yaml =
          """
          version: 1
          models:
            - name: ada
              type: embedding
              aliases: [unknown-to-the-server]
              servers: [{address: "127.0.0.1:%d"}]
          """;
      Catalog catalog = catalog(yaml.formatted(server.port()));
      try (Trial trial = new TrialStarter(NGINX).start(catalog, 0)) {
        List<TrialRow> rows = trial.send(row -> {});

        assertThat(trial.servers()).noneMatch(TrialServer::isStandIn);
        assertThat(rows.get(0).isRight()).isTrue();
        assertThat(rows.get(0).server()).isEqualTo("127.0.0.1:" + server.port());
        assertThat(server.received())
            .anyMatch(request -> request.target().equals("/v1/embeddings"));
        assertThat(rows.get(1).status()).isEqualTo(404);
        assertThat(rows.get(1).problem()).contains("does not exist");
      }
    }
  }

  @Test
  void showsRequestsAsTheyCome() throws Exception {
    try (Trial trial = new TrialStarter(NGINX).start(catalog(), 0)) {
      HttpResponse<String> refused = post(trial.gateway(), "{\"model\":\"nope\",\"messages\":[]}");

      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(refused.body()).contains("model_not_found");
      List<AccessLogEntry> entries = List.of();
      for (int i = 0; entries.isEmpty() && i < 100; i++) {
        Thread.sleep(20);
        entries = trial.requests();
      }
      assertThat(entries).hasSize(1);
      assertThat(entries.get(0).status()).isEqualTo(404);
      assertThat(entries.get(0).path()).isEqualTo("/v1/chat/completions");
      assertThat(entries.get(0).model()).isEmpty();
      assertThat(trial.server(entries.get(0))).isEqualTo("-");
    }
  }

  @Test
  void leavesNothingBehindWhenThisProgramIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] facts = jvm.inputReader().readLine().split(" ", -1);
    Path directory = Path.of(facts[0]);
    long pid = Long.parseLong(Files.readString(directory.resolve("nginx.pid")).strip());
    assertThat(ProcessHandle.of(pid)).isPresent();

    jvm.destroyForcibly().waitFor();

    for (int i = 0; i < 200 && (isAlive(pid) || Files.exists(directory)); i++) {
      Thread.sleep(25);
    }
    assertThat(isAlive(pid)).isFalse();
    assertThat(directory).doesNotExist();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  /** A program that starts a trial and waits to be killed. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] arguments) throws Exception {
      try (Trial trial = new TrialStarter(NGINX).start(catalog(), 0)) {
        System.out.println(trial.directory() + " " + trial.gateway());
        Thread.sleep(60_000);
      }
    }
  }

  private static HttpResponse<String> post(URI gateway, String json) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static Catalog catalog() {
    return catalog(
        """
        version: 1
        models:
          - name: qwen
            type: chat
            servers: [{address: "127.0.0.1:1"}]
        """);
  }

  private static Catalog catalog(String yaml) {
    Checked<CatalogDocument> checked = CatalogReader.read(new SourceText("catalog.yaml", yaml));
    return Objects.requireNonNull(checked.value(), checked.diagnostics()::toString).catalog();
  }
}
