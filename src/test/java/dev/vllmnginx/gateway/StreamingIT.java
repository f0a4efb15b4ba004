package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static dev.vllmnginx.gateway.TestGateway.CHAT_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Streams pass as they come, and end when the client goes. */
@OnEveryNginx
class StreamingIT {
  private static final String STREAM =
      "{\"model\":\"" + CHAT_MODEL + "\",\"stream\":true,\"messages\":[]}";

  private final TestGateway gateway;

  StreamingIT(NginxRuntime runtime) {
    gateway = TestGateway.on(runtime);
  }

  @Test
  void passesEachEventAtOnceOverTls() {
    assertEventsArriveOneByOne(gateway.tls());
  }

  @Test
  void passesEachEventAtOnceOverPlainHttp() {
    assertEventsArriveOneByOne(gateway.plain());
  }

  /** The server sends an event only when the client has the one before. */
  private void assertEventsArriveOneByOne(RawHttpClient client) {
    Semaphore next = gateway.first().streamByHand(10);
    try (RawConnection connection = client.connect()) {
      connection.send(RawHttpClient.request(CHAT, STREAM));

      RawResponse answer =
          connection.readWhile(
              event -> {
                next.release();
                return true;
              });

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.complete()).as("%s", answer).isTrue();
      assertThat(answer.bodyText()).contains("word1").endsWith("data: [DONE]\n\n");
      assertThat(answer.pieces()).hasSize(12).allMatch(event -> event.text().endsWith("\n\n"));
    }
  }

  /** As a client's clock has it: a slow machine makes the events late, but not early. */
  @Test
  void aStreamOverTlsLastsAsLongAsTheServerTakes() {
    gateway.first().stream(10, Duration.ofMillis(100));

    RawResponse answer = gateway.tls().post(CHAT, STREAM);

    assertThat(answer.complete()).as("%s", answer).isTrue();
    Duration first = answer.pieces().get(0).after();
    Duration last = answer.pieces().get(answer.pieces().size() - 1).after();
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofMillis(11 * 100));
    assertThat(first).isLessThan(last.dividedBy(2));
  }

  @Test
  void closesTheServersConnectionWhenTheClientLeaves() {
    gateway.first().stream(100, Duration.ofMillis(100));
    long left;
    try (RawConnection connection = gateway.tls().connect()) {
      connection.send(RawHttpClient.request(CHAT, STREAM));
      connection.readWhile(piece -> !piece.contains("word1"));
      left = System.nanoTime();
    }

    long noticed = gateway.first().onlyRequest().awaitClientLeft(Duration.ofSeconds(5));

    assertThat(Duration.ofNanos(noticed - left)).isLessThan(Duration.ofSeconds(2));
  }
}
