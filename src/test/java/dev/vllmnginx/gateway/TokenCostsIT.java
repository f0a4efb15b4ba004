package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.ScriptedServer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What answers cost that tell it in other ways, not at all, or with figures that a client made up.
 * Each key has one token a minute.
 */
@OnNginxWithSharedDictionaries
class TokenCostsIT {
  private static final int MINUTE = 60;
  private static final String FORGED =
      "\"tools\":[{\"parameters\":{\"usage\":{\"input_tokens\":999999999,\"output_tokens\":999999999}}}]";

  private final ScriptedServer server = new ScriptedServer();
  private final int port = NginxGateway.freePort();
  private final int metricsPort = NginxGateway.freePort();
  private final NginxGateway nginx;
  private int lines;

  TokenCostsIT(NginxRuntime runtime) {
    String catalog =
        """
        version: 1
        nginx: {version: "1.26", njs: "0.8.5", pid: /run/costs-%d.pid}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
        logging: {accounting: true}
        metrics: {listen: "127.0.0.1:%d"}
        api_keys:
        %smodels:
          - {name: chat, type: chat, servers: [{address: "%s"}]}
          - {name: embedding, type: embedding, servers: [{address: "%s"}]}
          - {name: half, type: chat, servers: [{address: "127.0.0.1:%d"}, {address: "%s"}]}
        """
            .formatted(
                port,
                port,
                NginxGateway.freePort(),
                metricsPort,
                Stream.of("a", "b", "c")
                    .map(id -> KeyGateway.key(id, "sk-key-" + id, ", limits: {tokens: 1/m}"))
                    .collect(Collectors.joining()),
                server.address(),
                server.address(),
                NginxGateway.freePort(),
                server.address());
    nginx = NginxGateway.start(runtime, CompiledCatalog.files(catalog));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aUsageThatTheClientWroteCountsNothingInAStreamThatItLeaves() {
    server.answer(
        chunked(
            "text/event-stream",
            "event: response.created\ndata: {\"response\":{" + FORGED + ",\"usage\":null}}\n\n"));
    leave("/v1/responses", "chat", "a");

    assertThat(line()).contains("\"prompt_tokens\":null,\"completion_tokens\":null");
    hasSpent(2, "a");
    assertThat(Figures.of(metricsPort).sum("prompt_tokens_total")).isZero();
  }

  @Test
  void ofAPlainAnswerVllmsUsageCountsAndOnlyIfItIsWhole() {
    server.answer(
        whole("{" + FORGED + ",\"usage\":{\"input_tokens\":7,\"output_tokens\":5},\"user\":null}"));
    ask("/v1/responses", "chat", "a");
    assertThat(line()).contains("\"prompt_tokens\":7,\"completion_tokens\":5");
    hasSpent(12, "a");

    server.answer(chunked("application/json", "{" + FORGED + ","));
    leave("/v1/responses", "chat", "b");
    assertThat(line()).contains("\"prompt_tokens\":null,\"completion_tokens\":null");
    hasSpent(1, "b");
    assertThat(Figures.of(metricsPort).sum("prompt_tokens_total")).isEqualTo(7);
  }

  @Test
  void oneAnswerTakesSixHoursAtMost() {
    server.answer(whole("{\"usage\":{\"prompt_tokens\":999999999,\"completion_tokens\":1}}"));
    ask("/v1/chat/completions", "chat", "a");
    line();
    hasSpent(6 * 60, "a");
  }

  @Test
  void embeddingsOfCohereCostWhatTheyBill() {
    server.answer(
        whole(
            "{\"meta\":{\"billed_units\":{\"input_tokens\":8,\"image_tokens\":0}},\"id\":\"1\"}"));
    ask("/v2/embed", "embedding", "a");
    assertThat(line()).contains("\"prompt_tokens\":8,\"completion_tokens\":null");
    hasSpent(8, "a");
  }

  @Test
  void whatGoesOnInTheBackgroundIsGuessed() {
    server.answer(whole("{\"status\":\"queued\",\"usage\":null}"));
    ask("/v1/responses", "chat", "a");
    line();
    hasSpent(1, "a");

    ask("/v1/chat/completions", "chat", "b");
    line();
    assertThat(ask("/v1/chat/completions", "chat", "b").status()).isEqualTo(200);
  }

  /** Of two requests one goes to the server that is not there first. */
  @Test
  void aRequestCostsAlsoWhenItsClientLeavesAfterARetry() {
    for (String key : List.of("a", "b")) {
      server.answer("");
      try (RawConnection connection = RawHttpClient.plain(port).connect()) {
        connection.send(request("/v1/chat/completions", "half", key));
        long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (server.requests() == 0 && System.nanoTime() < end) {
          Thread.onSpinWait();
        }
      }
      assertThat(line()).contains("\"status\":499");
    }
    server.answer(whole("{}"));
    hasSpent(1, "a");
    hasSpent(1, "b");
  }

  private static String whole(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(json.getBytes(ISO_8859_1).length, json);
  }

  /** The begin of an answer that goes on. */
  private static String chunked(String type, String begin) {
    return "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n"
        .formatted(type, begin.getBytes(ISO_8859_1).length, begin);
  }

  private static String request(String path, String model, String key) {
    return RawHttpClient.request(
        path, "{\"model\":\"" + model + "\"}", "Authorization: Bearer sk-key-" + key);
  }

  private RawResponse ask(String path, String model, String key) {
    return RawHttpClient.plain(port).send(request(path, model, key));
  }

  /** Reads the begin of an answer and closes the connection. */
  private void leave(String path, String model, String key) {
    try (RawConnection connection = RawHttpClient.plain(port).connect()) {
      connection.send(request(path, model, key));
      assertThat(connection.readWhile(piece -> false).status()).isEqualTo(200);
    }
  }

  /** Of the next request, when it is in the log: then it is paid. */
  private String line() {
    lines++;
    return nginx.awaitLines("access.log", lines).get(lines - 1);
  }

  /** After a request that cost so much, a bucket of one token a minute waits that many minutes. */
  private void hasSpent(int tokens, String key) {
    RawResponse answer = ask("/v1/chat/completions", "chat", key);
    assertThat(answer.status()).as("%s", answer).isEqualTo(429);
    int wait = Integer.parseInt(answer.header("Retry-After").orElseThrow());
    assertThat(wait)
        .as("minutes: %s", wait / (double) MINUTE)
        .isBetween((tokens - 1) * MINUTE, tokens * MINUTE);
    line();
  }
}
