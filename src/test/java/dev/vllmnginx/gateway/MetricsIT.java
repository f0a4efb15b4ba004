package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.ObservedGateway.CHAT;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_ALIAS;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDINGS;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDING_MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.Fault;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway counts: each request once, whatever became of it. */
@OnNginxWithSharedDictionaries
class MetricsIT {
  private static final String KILL_WORKERS =
      """
      for process in /proc/[0-9]*; do
        case "$(tr '\\0' ' ' <"$process/cmdline")" in
          "nginx: worker"*) kill -9 "${process#/proc/}" ;;
        esac
      done
      """;

  /** Also the name of something that every object of JavaScript has. */
  private static final String KEEPER = "constructor";

  private final int port = NginxGateway.freePort();
  private final RecordingBackend keeping = RecordingBackend.chat("keeping", KEEPER);
  private final ObservedGateway gateway;

  MetricsIT(NginxRuntime runtime) {
    gateway =
        new ObservedGateway(
            runtime,
            "  - name: " + KEEPER,
            "    type: chat",
            "    endpoints: [/v1/responses, \"/v1/responses/{id}\"]",
            "    servers: [{address: \"" + keeping.address() + "\"}]",
            "nginx: {version: \"1.26\", njs: \"0.8.9\"}",
            "logging: {accounting: true}",
            "metrics: {listen: \"127.0.0.1:" + port + "\"}");
  }

  @AfterEach
  void stop() {
    gateway.close();
    keeping.close();
  }

  @Test
  void countsWhatModelsServe() {
    for (int i = 0; i < 3; i++) {
      gateway.client().post(CHAT, ObservedGateway.chat(i == 0 ? CHAT_ALIAS : CHAT_MODEL));
    }
    gateway.client().post(CHAT, ObservedGateway.stream(CHAT_MODEL, true));
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));
    gateway.client().get("/v1/models");

    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 6);

    assertThat(figures.of(requests(CHAT_MODEL, CHAT, "2xx"))).isEqualTo(4);
    assertThat(figures.of(requests(EMBEDDING_MODEL, EMBEDDINGS, "2xx"))).isEqualTo(1);
    assertThat(figures.of(requests("", "/v1/models", "2xx"))).isEqualTo(1);
    assertThat(figures.sum("requests_total")).isEqualTo(6);
    for (String histogram : new String[] {"request_duration", "response_head", "first_chunk"}) {
      String name = histogram + "_seconds_";
      assertThat(figures.of(name + "count{model=\"llama-3\"}")).as(histogram).isEqualTo(4);
      assertThat(figures.of(name + "bucket{model=\"llama-3\",le=\"+Inf\"}")).isEqualTo(4);
      assertThat(figures.of(name + "sum{model=\"llama-3\"}")).isBetween(0.0, 40.0);
    }
    assertThat(figures.of("prompt_tokens_total{model=\"llama-3\"}")).isEqualTo(84);
    assertThat(figures.of("completion_tokens_total{model=\"llama-3\"}")).isEqualTo(9);
    assertThat(figures.of(replica("tries", gateway.first().address()))).isEqualTo(4);
    assertThat(figures.sum("upstream_failures_total")).isZero();
    assertThat(figures.sum("requests_in_flight")).isZero();
    assertThat(figures.sum("refusals_total")).isZero();
    assertThat(figures.sum("cut_answers_total")).isZero();
    assertThat(figures.sum("lost_counts_total")).isZero();
  }

  @Test
  void aServerThatDoesNotSpeakHttpHasFailed() {
    gateway.first().fail(Fault.GARBAGE);
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(RawHttpClient.request(CHAT, ObservedGateway.chat(CHAT_MODEL)));

      Figures figures = Figures.await(port, now -> now.sum("requests_total") == 1);

      assertThat(figures.of(requests(CHAT_MODEL, CHAT, "2xx"))).isZero();
      assertThat(figures.sum("upstream_failures_total")).isEqualTo(1);
    }
  }

  @Test
  void countsWhatIsRefusedAndWhy() {
    gateway.embedding().refuse();
    gateway.first().refuse();
    gateway.client().post(CHAT, ObservedGateway.chat("unheard-of"));
    gateway.client().post(CHAT, "{");
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(CHAT_MODEL));
    gateway.client().get("/metrics");
    gateway.client().send("NONSENSE\r\n\r\n");
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));
    gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));

    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 7);

    assertThat(figures.sum("requests_total")).isEqualTo(7);
    assertThat(figures.of(requests("", CHAT, "4xx"))).isEqualTo(2);
    assertThat(figures.of(requests("", "other", "4xx"))).isEqualTo(2);
    assertThat(figures.of(requests(EMBEDDING_MODEL, EMBEDDINGS, "5xx"))).isEqualTo(1);
    for (String reason :
        new String[] {
          "model_not_found", "invalid_json", "endpoint_not_supported", "not_found", "bad_request"
        }) {
      assertThat(figures.of("refusals_total{model=\"\",reason=\"" + reason + "\"}"))
          .as(reason)
          .isEqualTo(1);
    }
    assertThat(figures.of("refusals_total{model=\"embedder\",reason=\"model_unavailable\"}"))
        .isEqualTo(1);
    assertThat(figures.of(replica("tries", gateway.first().address()))).isEqualTo(1);
    assertThat(figures.of(replica("failures", gateway.first().address()))).isEqualTo(1);
    assertThat(figures.of(replica("tries", gateway.spare().address()))).isEqualTo(1);
    assertThat(figures.of(replica("failures", gateway.spare().address()))).isZero();
    assertThat(figures.series().toString()).doesNotContain("unheard-of");
  }

  @Test
  void countsTheRequestsInFlightAlsoWhenClientsLeave() {
    gateway.first().stream(100, Duration.ofMillis(100));
    try (RawConnection one = gateway.client().connect();
        RawConnection other = gateway.client().connect()) {
      for (RawConnection connection : new RawConnection[] {one, other}) {
        connection.send(RawHttpClient.request(CHAT, ObservedGateway.stream(CHAT_MODEL, true)));
        connection.readWhile(piece -> !piece.contains("word1"));
      }

      assertThat(Figures.of(port).of("requests_in_flight{model=\"llama-3\"}")).isEqualTo(2);
    }

    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 2);

    assertThat(figures.sum("requests_in_flight")).isZero();
    assertThat(figures.of("cut_answers_total{model=\"llama-3\"}")).isEqualTo(2);
    assertThat(figures.sum("requests_total")).isEqualTo(2);
  }

  @Test
  void countsRequestsForKeptResponsesWhileTheyLast() {
    keeping.fail(Fault.SLOW_HEAD);
    try (RawConnection connection = gateway.client().connect()) {
      connection.send("GET /v1/responses/resp_1 HTTP/1.1\r\nHost: localhost\r\n\r\n");

      Figures busy = Figures.await(port, now -> now.sum("requests_in_flight") == 1);
      assertThat(busy.of("requests_in_flight{model=\"constructor\"}")).isEqualTo(1);
    }

    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 1);

    assertThat(figures.sum("requests_in_flight")).isZero();
    assertThat(figures.sumOf("requests_total", KEEPER, "/v1/responses/{id}")).isEqualTo(1);
    assertThat(figures.of("cut_answers_total{model=\"constructor\"}")).isEqualTo(1);
  }

  @Test
  void keepsCountsOverReloads() {
    for (int i = 0; i < 3; i++) {
      gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));
      Figures.await(port, now -> now.sum("requests_total") > 0);
      assertThat(gateway.nginx().nginx("-s reload").getExitCode()).isZero();
    }
    gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));

    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 4);

    assertThat(figures.of(requests(CHAT_MODEL, CHAT, "2xx"))).isEqualTo(4);
  }

  @Test
  void forgetsWhatTheCatalogHasNoMore() {
    gateway.client().post("/v1/responses", ObservedGateway.chat(KEEPER));
    gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));
    Figures.await(port, now -> now.sum("requests_total") == 2);
    String first = gateway.first().address();
    assertThat(shown()).contains("model=\"constructor\"", "replica=\"" + first + "\"");
    assertThat(shown().lines())
        .contains(
            "vllm_gateway_request_duration_seconds_count{model=\"constructor\"} 1",
            "vllm_gateway_response_head_seconds_count{model=\"constructor\"} 1",
            "vllm_gateway_first_chunk_seconds_count{model=\"constructor\"} 1");

    observe(
        gateway,
        observed -> observed.replace("\"constructor\"", "\"other\"").replace(first, "127.0.0.1:1"));

    awaitGone(port, KEEPER);
    assertThat(Figures.of(port).of(requests(CHAT_MODEL, CHAT, "2xx"))).isEqualTo(1);
  }

  /** Changes what the scripts take for the catalog, and reloads. */
  static void observe(ObservedGateway gateway, UnaryOperator<String> change) {
    String observed = gateway.nginx().file("njs/observed.js");
    assertThat(change.apply(observed)).isNotEqualTo(observed);
    gateway.nginx().replace("njs/observed.js", change.apply(observed).getBytes(UTF_8));
    assertThat(gateway.nginx().nginx("-s reload").getExitCode()).isZero();
  }

  /** Workers from before a reload may answer for a moment. */
  static void awaitGone(int port, String word) {
    for (int tries = 0; tries < 250 && shown(port).contains(word); tries++) {
      RecordingBackend.pause(20);
    }
    assertThat(shown(port)).doesNotContain(word);
  }

  private String shown() {
    return shown(port);
  }

  private static String shown(int port) {
    return RawHttpClient.plain(port).get("/metrics").bodyText();
  }

  @Test
  void forgetsTheRequestsOfAWorkerThatWasKilled() {
    gateway.first().stream(100, Duration.ofMillis(100));
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(RawHttpClient.request(CHAT, ObservedGateway.stream(CHAT_MODEL, true)));
      connection.readWhile(piece -> !piece.contains("word1"));
      assertThat(Figures.of(port).sum("requests_in_flight")).isEqualTo(1);

      gateway.nginx().run(KILL_WORKERS);

      Figures figures = Figures.await(port, now -> now.sum("requests_in_flight") == 0);
      assertThat(figures.sum("requests_in_flight")).isZero();
    }
  }

  private static String requests(String model, String endpoint, String status) {
    return "requests_total{model=\"%s\",endpoint=\"%s\",status=\"%s\"}"
        .formatted(model, endpoint, status);
  }

  private static String replica(String what, String address) {
    return "upstream_%s_total{model=\"llama-3\",replica=\"%s\"}".formatted(what, address);
  }
}
