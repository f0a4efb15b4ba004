package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.ObservedGateway.CHAT;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_ALIAS;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDINGS;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDING_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Fifty clients at once, with keys, limits, health checks, accounting and metrics, while nginx is
 * reloaded: each request stands in the log once and is counted once, each refusal by a limit too;
 * no file holds a key or a prompt, which every gateway of the tests is searched for in the end.
 * {@code -Dproof.seconds=60} takes its time.
 */
@OnNginxWithSharedDictionaries
class EveryRequestIT {
  private static final int CLIENTS = 50;
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("proof.seconds", 4));
  private static final String KEY = "sk-vllm-0KeyOfTheProofTeamA";
  private static final String WRONG_KEY = "sk-vllm-0NobodyHasThisKey";

  private static final String OTHER_KEY = "sk-vllm-0KeyOfTheProofTeamB";

  /** What fifty clients exceed in the first moments, with some of their requests. */
  private static final String RATES = "requests: 50r/s, burst: 5, concurrency: 3";

  /** Fifteen embeddings, and one every four seconds. */
  private static final String TOKENS = "tokens: 60/m";

  private final int port = NginxGateway.freePort();
  private final ObservedGateway gateway;

  /** The gateway's id of a request to the status that the client saw. */
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();

  EveryRequestIT(NginxRuntime runtime) {
    gateway =
        ObservedGateway.withHealthChecks(
            runtime,
            "nginx: {version: \"1.26\", njs: \"0.8.9\"}",
            "logging: {accounting: true}",
            "metrics: {listen: \"127.0.0.1:" + port + "\", by_key: true}",
            "api_keys:",
            KeyGateway.key("team-a", KEY, ", models: all, limits: {" + RATES + "}").strip(),
            KeyGateway.key("team-b", OTHER_KEY, ", limits: {" + TOKENS + "}").strip());
  }

  @Test
  void isAccountedForOnce() throws InterruptedException, ExecutionException {
    try (gateway) {
      gateway.first().stream(8, Duration.ofMillis(5));
      int sent = runClients();

      List<JsonNode> lines = gateway.logged(sent);
      Figures figures = Figures.await(port, now -> now.sum("requests_total") == sent);

      assertThat(sent).isGreaterThan(200);
      assertThat(answers).hasSize(sent);
      assertThat(statuses(lines)).isEqualTo(new TreeMap<>(answers));
      assertThat(figures.sum("requests_total")).isEqualTo(sent);
      assertThat(figures.sum("requests_in_flight")).isZero();
      assertLimits(lines, figures);
      assertThat(figures.sum("lost_counts_total")).isZero();
      for (String model : List.of(CHAT_MODEL, EMBEDDING_MODEL, "")) {
        assertCounted(model, lines, figures);
      }
      assertThat(figures.of("key_requests_total{key=\"team-a\",model=\"llama-3\",status=\"2xx\"}"))
          .isEqualTo(figures.sumOf("requests_total", "model=\"llama-3\"", "status=\"2xx\""));
      assertThat(gateway.nginx().log("access.log")).contains("team-a", "team-b");
    }
  }

  private int runClients() throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      long end = System.nanoTime() + TIME.toNanos();
      List<Future<Integer>> sent = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        Random random = new Random(i);
        sent.add(clients.submit(() -> client(random, end)));
      }
      while (System.nanoTime() < end) {
        assertThat(gateway.nginx().nginx("-s reload").getExitCode()).isZero();
        LockSupport.parkNanos(TIME.toNanos() / 6);
      }
      int sum = 0;
      for (Future<Integer> one : sent) {
        sum += one.get();
      }
      return sum;
    } finally {
      clients.shutdownNow();
    }
  }

  private int client(Random random, long end) {
    int sent = 0;
    for (; System.nanoTime() < end; sent++) {
      RawResponse answer = request(random.nextInt(8));
      String id = answer.header("X-Request-Id").orElseThrow();
      assertThat(answers.put(id, answer.status())).as("a second request %s", id).isNull();
    }
    return sent;
  }

  private RawResponse request(int kind) {
    return switch (kind) {
      case 0, 1 -> send(CHAT, ObservedGateway.chat(CHAT_MODEL), KEY);
      case 2 -> send(CHAT, ObservedGateway.chat(CHAT_ALIAS), KEY);
      case 3 -> send(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL), OTHER_KEY);
      case 4 -> send(CHAT, ObservedGateway.chat("unheard-of"), KEY);
      case 5 -> send(CHAT, ObservedGateway.chat(CHAT_MODEL), WRONG_KEY);
      case 6 -> send(CHAT, ObservedGateway.stream(CHAT_MODEL, true), KEY);
      default -> leave();
    };
  }

  private RawResponse send(String path, String body, String key) {
    return gateway.client().send(RawHttpClient.request(path, body, "Authorization: Bearer " + key));
  }

  /** Goes away in the middle of a stream. */
  private RawResponse leave() {
    try (RawConnection connection = gateway.client().connect()) {
      String body = ObservedGateway.stream(CHAT_MODEL, true);
      connection.send(RawHttpClient.request(CHAT, body, "Authorization: Bearer " + KEY));
      return connection.readWhile(piece -> !piece.contains("word1"));
    }
  }

  private static Map<String, Integer> statuses(List<JsonNode> lines) {
    Map<String, Integer> statuses = new TreeMap<>();
    for (JsonNode line : lines) {
      String id = line.path("request_id").stringValue();
      assertThat(statuses.put(id, line.path("status").intValue())).as("logged twice").isNull();
    }
    return statuses;
  }

  private static void assertCounted(String model, List<JsonNode> lines, Figures figures) {
    String label = "model=\"" + model + "\"";
    for (String status : List.of("2xx", "4xx", "5xx")) {
      assertThat(figures.sumOf("requests_total", label, "status=\"" + status + "\""))
          .as("%s of %s", status, model)
          .isEqualTo(
              lines.stream()
                  .filter(line -> line.path("model").stringValue().equals(model))
                  .filter(line -> line.path("status").intValue() / 100 == status.charAt(0) - '0')
                  .mapToDouble(line -> 1)
                  .sum());
    }
    if (!model.isEmpty()) {
      for (String tokens : List.of("prompt_tokens", "completion_tokens")) {
        assertThat(figures.of(tokens + "_total{" + label + "}"))
            .as("%s of %s", tokens, model)
            .isEqualTo(
                lines.stream()
                    .filter(line -> line.path("model").stringValue().equals(model))
                    .mapToInt(line -> line.path(tokens).asInt(0))
                    .sum());
      }
    }
  }

  /** Each 429 is a limit of one kind in the log, and in the counters. */
  private static void assertLimits(List<JsonNode> lines, Figures figures) {
    int all = 0;
    for (String kind : List.of("requests", "concurrency", "tokens")) {
      List<JsonNode> refused =
          lines.stream()
              .filter(line -> line.path("limit_" + kind).stringValue().equals("REJECTED"))
              .toList();
      assertThat(refused).as("refused by a limit of %s", kind).isNotEmpty();
      assertThat(refused).allMatch(line -> line.path("status").intValue() == 429);
      assertThat(figures.sumOf("limits_hit_total", "limit=\"" + kind + "\"", "mode=\"enforced\""))
          .as(kind)
          .isEqualTo(
              // The others are guesses of keys, which were slowed: no limit of the catalog.
              refused.stream()
                  .filter(line -> !line.path("model").stringValue().isEmpty())
                  .toList()
                  .size());
      all += refused.size();
    }
    assertThat(lines.stream().filter(line -> line.path("status").intValue() == 429)).hasSize(all);
  }
}
