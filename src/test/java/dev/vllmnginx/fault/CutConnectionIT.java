package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The way to a server is cut without a word while nginx keeps connections to it. */
@OnEveryNginx
class CutConnectionIT {
  private static final String MODEL = "watched";
  private static final String ROW = "F05 the cable of one of two servers is cut: ";

  private final NginxRuntime runtime;
  private final RecordingBackend first = RecordingBackend.chat("first", MODEL);
  private final RecordingBackend second = RecordingBackend.chat("second", MODEL);
  private final Cable cable = new Cable(first.port());
  private final int port = NginxGateway.freePort();

  CutConnectionIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    cable.close();
    List.of(first, second).forEach(RecordingBackend::close);
  }

  private NginxGateway start(String defaults) {
    return NginxGateway.start(
        runtime,
        CompiledCatalog.files(
            """
            version: 1
            %s
            models:
              - name: watched
                type: chat
                servers: [{address: "%s"}, {address: "%s", backup: true}]
            """
                .formatted(
                    defaults.formatted(port, NginxGateway.freePort()),
                    cable.address(),
                    second.address())));
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

  @Test
  void checksTakeTheServerOut() {
    Assumptions.assumeTrue(
        runtime.version() != NginxVersion.V1_22, "njs 0.7.9 cannot check health");
    try (NginxGateway nginx =
            start(
                """
                nginx: {version: "1.26", njs: "0.8.5"}
                gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
                defaults: {read_timeout: 60s, health: {interval: 500ms, timeout: 300ms}}
                """);
        RawConnection client = RawHttpClient.plain(port).connect();
        RawConnection stuck = RawHttpClient.plain(port).connect()) {
      HealthIT.await("the first round", () -> !first.requests().isEmpty());
      assertThat(ask(stuck).status()).isEqualTo(200);
      long start = System.nanoTime();
      cable.cut();
      stuck.send(request());

      nginx.awaitLog("error.log", cable.address() + " of watched is out");
      HealthIT.await("an answer of the other server", () -> asked() > 0 || askAnew() == 200);
      Duration out = since(start);
      assertThat(ask(client).status()).isEqualTo(200);

      long mended = System.nanoTime();
      cable.mend();
      nginx.awaitLog("error.log", cable.address() + " of watched is back");
      Duration back = since(mended);
      assertThat(out).isLessThan(Duration.ofSeconds(30));
      Figures.note(runtime, ROW + "out with checks (500ms, 300ms, 2, 2), read_timeout 60s", out);
      Figures.note(runtime, ROW + "mended, back after", back);
    }
  }

  private long asked() {
    return second.requests().stream()
        .filter(request -> request.requestLine().contains(FaultGateway.CHAT))
        .count();
  }

  private int askAnew() {
    return RawHttpClient.plain(port)
        .post(FaultGateway.CHAT, FaultGateway.body(MODEL, false))
        .status();
  }

  private static RawResponse ask(RawConnection client) {
    client.send(request());
    return client.read();
  }

  private static String request() {
    return RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body(MODEL, false));
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
