package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordedRequest;
import dev.vllmnginx.testing.RecordingBackend;
import org.junit.jupiter.api.Test;

/** Whom the gateway takes for the client. The tests' requests come from 127.0.0.1. */
@OnEveryNginx
class TrustedProxiesIT {
  private final NginxRuntime runtime;

  TrustedProxiesIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void theClientIsTheLastAddressThatIsNoProxys() {
    client("127.0.0.0/8, 10.0.0.0/8", "6.6.6.6, 203.0.113.9, 10.1.2.3", "203.0.113.9");
  }

  @Test
  void aStrangersWordDoesNotCount() {
    client("10.0.0.0/8", "203.0.113.9", "127.0.0.1");
  }

  /** A second request of the same client is too much, one of another client is not. */
  private void client(String trusted, String forwardedFor, String expected) {
    int port = NginxGateway.freePort();
    try (RecordingBackend backend = RecordingBackend.chat("first", "qwen");
        NginxGateway nginx =
            NginxGateway.start(
                runtime,
                CompiledCatalog.files(
                    runtime,
                    """
                    version: 1
                    gateway:
                      listen: ["127.0.0.1:%d"]
                      trusted_proxies: [%s]
                      limits: {requests: 1r/m, burst: 0}
                    models:
                      - {name: qwen, type: chat, servers: [{address: "%s"}]}
                    """
                        .formatted(port, trusted, backend.address())))) {
      assertThat(ask(port, forwardedFor)).isEqualTo(200);
      assertThat(ask(port, forwardedFor)).isEqualTo(429);
      assertThat(ask(port, "198.51.100.1")).isEqualTo(trusted.contains("127.") ? 200 : 429);

      RecordedRequest told = backend.requests().get(0);
      assertThat(told.header("x-forwarded-for")).contains(expected);
      assertThat(told.header("x-real-ip")).contains(expected);
      assertThat(nginx.awaitLog("access.log", "\"status\":429"))
          .contains("\"client\":\"" + expected + "\"");
    }
  }

  private static int ask(int port, String forwardedFor) {
    return RawHttpClient.plain(port)
        .send(
            RawHttpClient.request(
                CHAT, TestGateway.chat("qwen"), "X-Forwarded-For: " + forwardedFor))
        .status();
  }
}
