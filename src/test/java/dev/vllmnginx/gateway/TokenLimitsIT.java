package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Limits of tokens. A chat answer of the servers costs 23 tokens; limits are so small that what a
 * bucket gains while a test runs does not matter: of one token a minute, a request takes many
 * minutes.
 */
@OnNginxWithSharedDictionaries
class TokenLimitsIT {
  private static final int COST = 23;
  private static final int MINUTE = 60;

  private final NginxRuntime runtime;
  private final RecordingBackend one = RecordingBackend.chat("one", "one");
  private final RecordingBackend two = RecordingBackend.chat("two", "two");
  private final int port = NginxGateway.freePort();
  private final int statusPort = NginxGateway.freePort();
  private final int metricsPort = NginxGateway.freePort();

  TokenLimitsIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  private Map<String, byte[]> files(String gateway, String model, String keys) {
    return CompiledCatalog.files(
        """
        version: 1
        nginx: {version: "1.26", njs: "0.8.5", pid: /run/tokens-%d.pid}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d", limits: {%s}}
        metrics: {listen: "127.0.0.1:%d"}
        api_keys:
        %s%smodels:
          - {name: one, type: chat, servers: [{address: "%s"}], limits: {%s}}
          - {name: two, type: chat, servers: [{address: "%s"}]}
          - {name: unserved, type: chat, servers: [{address: "%s"}]}
        """
            .formatted(
                port,
                port,
                statusPort,
                gateway,
                metricsPort,
                keys,
                KeyGateway.key("free", "sk-key-free", ""),
                one.address(),
                model,
                two.address(),
                one.address()));
  }

  private static String limited(String id, String tokens) {
    return KeyGateway.key(id, "sk-key-" + id, ", limits: {tokens: " + tokens + "}");
  }

  private RawResponse ask(String model, String key, String more) {
    String body = "{\"messages\":[]," + more + "\"model\":\"" + model + "\"}";
    return RawHttpClient.plain(port)
        .send(
            RawHttpClient.request(
                "/v1/chat/completions", body, "Authorization: Bearer sk-key-" + key));
  }

  private RawResponse passes(String model, String key) {
    RawResponse answer = ask(model, key, "");
    assertThat(answer.status()).as("%s %s: %s", model, key, answer).isEqualTo(200);
    return answer;
  }

  private RawResponse refused(String model, String key) {
    RawResponse answer = ask(model, key, "");
    assertThat(answer.status()).as("%s %s: %s", model, key, answer).isEqualTo(429);
    assertThat(answer.bodyText())
        .contains("\"code\":\"rate_limit_exceeded\"", "Too many requests or tokens.");
    assertThat(answer.header("x-ratelimit-remaining-tokens")).contains("0");
    return answer;
  }

  /** After a request that cost so much, a bucket of one token a minute waits that many minutes. */
  private void hasSpent(int tokens, String key) {
    RawResponse answer = refused("two", key);
    int wait = Integer.parseInt(answer.header("Retry-After").orElseThrow());
    assertThat(wait)
        .as("minutes: %s", wait / (double) MINUTE)
        .isBetween((tokens - 1) * MINUTE, tokens * MINUTE);
    assertThat(answer.header("x-ratelimit-reset-tokens")).contains(wait + "s");
  }

  /** nginx takes what an answer cost when it logs the request, after the client has the answer. */
  private RawResponse awaitRefusal(String model, String key) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    RawResponse answer = ask(model, key, "");
    while (answer.status() == 200 && System.nanoTime() < end) {
      RecordingBackend.pause(20);
      answer = ask(model, key, "");
    }
    assertThat(answer.status()).as("%s", answer).isEqualTo(429);
    return answer;
  }

  @Test
  void everyBucketBites() {
    NginxGateway nginx =
        NginxGateway.start(
            runtime,
            files("tokens: 95/m", "tokens: 50/m", limited("a", "1/m") + limited("b", "25/m")));

    RawResponse first = passes("one", "a");
    assertThat(first.header("x-ratelimit-limit-tokens")).contains("1");
    assertThat(first.header("x-ratelimit-remaining-tokens")).contains("1");
    assertThat(first.header("x-ratelimit-reset-tokens")).contains("0s");
    assertThat(first.header("X-Request-Id")).isPresent();
    nginx.awaitLines("access.log", 1);
    hasSpent(COST, "a");
    refused("one", "a");
    passes("one", "b");
    nginx.awaitLines("access.log", 4);
    passes("one", "b");
    nginx.awaitLines("access.log", 5);
    assertThat(refused("two", "b").header("x-ratelimit-limit-tokens")).contains("25");
    assertThat(refused("one", "free").header("x-ratelimit-limit-tokens")).contains("50");
    assertThat(passes("two", "free").header("x-ratelimit-limit-tokens")).contains("95");
    nginx.awaitLines("access.log", 8);
    passes("two", "free");
    nginx.awaitLines("access.log", 9);
    assertThat(refused("two", "free").header("x-ratelimit-limit-tokens")).contains("95");

    List<String> lines = nginx.awaitLines("access.log", 10);
    assertThat(lines.get(0)).contains("\"limit_tokens\":\"PASSED\"");
    assertThat(lines.get(9)).contains("\"limit_tokens\":\"REJECTED\"", "rate_limit_exceeded");
    Figures figures = Figures.await(metricsPort, now -> now.sum("requests_total") == 10);
    assertThat(figures.sumOf("limits_hit_total", "limit=\"tokens\"", "mode=\"enforced\""))
        .isEqualTo(5);
  }

  @Test
  void streamsCostWhatVllmSaysOrAsManyTokensAsTheyHaveEvents() {
    NginxGateway nginx =
        NginxGateway.start(
            runtime,
            files("", "", limited("a", "1/m") + limited("b", "1/m") + limited("c", "1/m")));
    two.stream(200, Duration.ZERO);

    ask("two", "a", "\"stream\":true,\"stream_options\":{\"include_usage\":true},");
    nginx.awaitLines("access.log", 1);
    hasSpent(21 + 200, "a");

    // One event with the role and one that says DONE; the prompt is not more than the limit.
    ask("two", "b", "\"stream\":true,");
    nginx.awaitLines("access.log", 3);
    hasSpent(1 + 200 + 2, "b");

    two.stream(10_000, Duration.ofMillis(10));
    try (RawConnection connection = RawHttpClient.plain(port).connect()) {
      connection.send(
          RawHttpClient.request(
              "/v1/chat/completions",
              "{\"stream\":true,\"model\":\"two\"}",
              "Authorization: Bearer sk-key-c"));
      connection.readWhile(piece -> !piece.contains("word20 "));
    }
    two.stream(3, Duration.ZERO);
    awaitRefusal("two", "c");
    int wait = Integer.parseInt(refused("two", "c").header("Retry-After").orElseThrow()) / MINUTE;
    assertThat(wait).isGreaterThanOrEqualTo(21);
  }

  @Test
  void whatIsNotLimitedIsNotCountedAndErrorsCostNothing() {
    NginxGateway.start(runtime, files("", "", limited("a", "1/m")));

    for (int i = 0; i < 3; i++) {
      assertThat(passes("one", "free").header("x-ratelimit-limit-tokens")).isEmpty();
      assertThat(ask("unserved", "a", "").status()).isEqualTo(404);
    }
    assertThat(ask("two", "a", "").status()).isEqualTo(200);
  }

  @Test
  void severalWorkersLoseNothingAndAReloadKeepsTheCounts()
      throws InterruptedException, ExecutionException {
    Map<String, byte[]> dry = withWorkers(files("dry_run: true", "", limited("a", "1/m")));
    NginxGateway nginx = NginxGateway.start(runtime, dry);
    int requests = 200;
    askAtOnce(requests);
    List<String> lines = nginx.awaitLines("access.log", requests);
    assertThat(lines.get(requests - 1)).contains("\"limit_tokens\":\"REJECTED_DRY_RUN\"");

    withWorkers(files("", "", limited("a", "1/m"))).forEach(nginx::replace);
    assertThat(nginx.nginx("-s reload").getExitCode()).isZero();

    // Old workers may let some more pass.
    int wait = Integer.parseInt(awaitRefusal("two", "a").header("Retry-After").orElseThrow());
    int tokens = (wait + MINUTE - 1) / MINUTE;
    assertThat(tokens).isGreaterThanOrEqualTo(requests * COST);
    assertThat(tokens % COST).as("of whole answers, no part of one: %s", tokens).isZero();
  }

  private static Map<String, byte[]> withWorkers(Map<String, byte[]> files) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    changed.computeIfPresent(
        "nginx.conf",
        (path, bytes) ->
            new String(bytes, UTF_8)
                .replace("worker_processes auto", "worker_processes 4")
                .getBytes(UTF_8));
    return changed;
  }

  private void askAtOnce(int requests) throws InterruptedException, ExecutionException {
    ExecutorService clients = Executors.newFixedThreadPool(16);
    try {
      List<Future<RawResponse>> answers = new ArrayList<>();
      for (int i = 0; i < requests; i++) {
        answers.add(clients.submit(() -> passes("two", "a")));
      }
      for (Future<RawResponse> answer : answers) {
        assertThat(answer.get().header("x-ratelimit-limit-tokens")).isEmpty();
      }
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  void forgetsTheOldestWhereThereIsNoRoom() {
    int keys = 300;
    Map<String, byte[]> files =
        new TreeMap<>(
            files(
                "",
                "",
                IntStream.range(0, keys)
                    .mapToObj(i -> limited("k" + i, "1/m"))
                    .collect(Collectors.joining())));
    files.computeIfPresent(
        "conf.d/36-limits.conf",
        (path, bytes) ->
            new String(bytes, UTF_8).replace("vllm_tokens:1m", "vllm_tokens:64k").getBytes(UTF_8));
    NginxGateway nginx = NginxGateway.start(runtime, files);

    for (int i = 0; i < keys; i++) {
      passes("two", "k" + i);
    }
    nginx.awaitLines("access.log", keys);

    refused("two", "k" + (keys - 1));
    passes("two", "k0");
    assertThat(nginx.log("error.log")).doesNotContain("not counted");
  }
}
