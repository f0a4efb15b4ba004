package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Limits of clients, models and keys together: nginx could skip one and say nothing. Rates are one
 * request a minute, so that only the bursts count while a test runs.
 */
@OnEveryNginx
class LimitsIT {
  private final NginxRuntime runtime;
  private final RecordingBackend one = RecordingBackend.chat("one", "one");
  private final RecordingBackend two = RecordingBackend.chat("two", "two");
  private final List<RawConnection> held = new ArrayList<>();
  private int port;

  LimitsIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void release() {
    held.forEach(RawConnection::close);
    one.close();
    two.close();
  }

  private NginxGateway start(String client, String model, String firstKey, String secondKey) {
    port = NginxGateway.freePort();
    String catalog =
        """
        version: 1
        nginx: {pid: /run/limits-%d.pid}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d", limits: {%s}}
        api_keys:
        %s%s%smodels:
          - {name: one, type: chat, servers: [{address: "%s"}], limits: {%s}}
          - {name: two, type: chat, servers: [{address: "%s"}]}
        """
            .formatted(
                port,
                port,
                NginxGateway.freePort(),
                client,
                KeyGateway.key("a", "sk-key-a", ", limits: {" + firstKey + "}"),
                KeyGateway.key("b", "sk-key-b", ", limits: {" + secondKey + "}"),
                KeyGateway.key("free", "sk-key-free", ""),
                one.address(),
                model,
                two.address());
    return NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog));
  }

  private static String request(String model, String key) {
    String body = "{\"stream\":true,\"messages\":[],\"model\":\"" + model + "\"}";
    return RawHttpClient.request(
        "/v1/chat/completions", body, "Authorization: Bearer sk-key-" + key);
  }

  private RawResponse ask(String model, String key) {
    return RawHttpClient.plain(port).send(request(model, key));
  }

  private void passes(int times, String model, String key) {
    for (int i = 0; i < times; i++) {
      RawResponse answer = ask(model, key);
      assertThat(answer.status()).as("%s %s, %d: %s", model, key, i, answer).isEqualTo(200);
    }
  }

  private void refused(String model, String key) {
    RawResponse answer = ask(model, key);
    assertThat(answer.status()).as("%s %s: %s", model, key, answer).isEqualTo(429);
    assertThat(answer.bodyText()).contains("\"code\":\"rate_limit_exceeded\"");
    assertThat(answer.header("Retry-After")).isPresent();
  }

  /** Begins a request whose answer does not end. */
  private RawResponse hold(String model, String key) {
    RawConnection connection = RawHttpClient.plain(port).connect();
    held.add(connection);
    connection.send(request(model, key));
    RawResponse answer = connection.readWhile(piece -> false);
    assertThat(answer.status()).as("%s %s: %s", model, key, answer).isEqualTo(200);
    return answer;
  }

  @Test
  void everyRateBites() {
    start(
        "requests: 1r/m, burst: 11",
        "requests: 1r/m, burst: 5",
        "requests: 1r/m, burst: 2",
        "requests: 1r/m, burst: 4");

    passes(3, "one", "a");
    refused("one", "a");
    refused("two", "a");
    passes(3, "one", "b");
    refused("one", "b");
    refused("one", "free");
    passes(2, "two", "b");
    refused("two", "b");
    passes(4, "two", "free");
    refused("two", "free");
    assertThat(one.requests()).hasSize(6);
    assertThat(two.requests()).hasSize(6);
    assertThat(ask("two", "free").header("Retry-After")).contains("60");
  }

  @Test
  void everyLimitOfRequestsAtATimeBites() {
    one.stream(10_000, Duration.ofMillis(100));
    two.stream(10_000, Duration.ofMillis(100));
    start("concurrency: 6", "concurrency: 4", "concurrency: 2", "concurrency: 3");

    hold("one", "a");
    hold("one", "a");
    refused("one", "a");
    refused("two", "a");
    hold("one", "b");
    hold("one", "b");
    refused("one", "b");
    refused("one", "free");
    hold("two", "b");
    refused("two", "b");
    hold("two", "free");
    refused("two", "free");
  }

  @Test
  void ratesAndRequestsAtATimeBiteTogether() {
    one.stream(10_000, Duration.ofMillis(100));
    NginxGateway nginx =
        start(
            "concurrency: 3",
            "requests: 1r/m, burst: 4",
            "concurrency: 1",
            "requests: 1r/m, burst: 1");

    List<RawResponse> begun = new ArrayList<>();
    begun.add(hold("one", "a"));
    refused("one", "a");
    passes(2, "two", "b");
    refused("two", "b");
    begun.add(hold("one", "free"));
    begun.add(hold("one", "free"));
    refused("two", "free");
    held.forEach(RawConnection::close);
    one.stream(1, Duration.ZERO);
    // nginx sees a little later that a client has left, and then logs its request.
    begun.forEach(answer -> AccessLog.lineOf(nginx, answer));
    awaitFree();
    // The request that was one too many at a time has counted as one of the minute.
    passes(1, "one", "free");
    refused("one", "free");
  }

  /** nginx counts a request until a little after its line in the log. */
  private void awaitFree() {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (ask("two", "free").status() != 200 && System.nanoTime() < end) {
      RecordingBackend.pause(20);
    }
  }

  @Test
  void aDryRunOnlyLogs() {
    NginxGateway nginx =
        start("dry_run: true", "requests: 1r/m, burst: 0", "concurrency: 1", "concurrency: 1");

    List<RawResponse> answers = List.of(ask("one", "a"), ask("one", "a"), ask("one", "a"));
    passes(1, "two", "free");

    assertThat(answers).as("%s", answers).allMatch(answer -> answer.status() == 200);
    List<String> lines = answers.stream().map(answer -> AccessLog.lineOf(nginx, answer)).toList();
    assertThat(lines.get(0)).contains("\"limit_requests\":\"PASSED\"");
    assertThat(lines.subList(1, 3))
        .allMatch(line -> line.contains("\"limit_requests\":\"REJECTED_DRY_RUN\""));
  }
}
