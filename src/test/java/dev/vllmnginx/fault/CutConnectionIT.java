package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The way to a server is cut without a word while nginx keeps connections to it. */
@OnEveryNginx
class CutConnectionIT extends CutConnection {
  CutConnectionIT(NginxRuntime runtime) {
    super(runtime);
  }

  @Test
  void theRequestOnAKeptConnectionWaitsAndNoOther() {
    try (NginxGateway nginx =
            start(
                """
                gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
                defaults: {connect_timeout: 300ms, read_timeout: 1s, max_fails: 1}
                """);
        RawConnection client = RawHttpClient.plain(port).connect()) {
      assertThat(ask(client).status()).isEqualTo(200);
      cable.cut();

      long start = System.nanoTime();
      RawResponse onKept = ask(client);
      Duration waited = since(start);
      start = System.nanoTime();
      RawResponse next = ask(client);
      Duration moved = since(start);

      assertThat(onKept.status()).as("%s", onKept).isEqualTo(504);
      assertThat(onKept.bodyText()).contains("\"code\":\"model_timeout\"");
      assertThat(waited).isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
      assertThat(next.status()).isEqualTo(200);
      assertThat(moved).isLessThan(Duration.ofSeconds(1));
      assertThat(second.requests()).as("the request is not sent twice").hasSize(1);
      assertThat(nginx.isRunning()).isTrue();
      Figures.note(runtime, ROW + "request on the kept connection, 504 (read_timeout 1s)", waited);
      Figures.note(runtime, ROW + "the next request, at the other server", moved);
    }
  }
}
