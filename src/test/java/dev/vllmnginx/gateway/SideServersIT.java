package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The servers that only turn requests away: what strangers ask for names nothing. */
@OnNginxWithSharedDictionaries
class SideServersIT {
  private final NginxRuntime runtime;
  private final int plain = NginxGateway.freePort();
  private final int tls = NginxGateway.freePort();
  private final int metrics = NginxGateway.freePort();

  SideServersIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void pathsLikeThoseOfErrorPagesAreNoErrors() {
    NginxGateway nginx = NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog()));

    askFor("/.error/forged", "stranger.test");
    askFor("/.error/anthropic/forged", "gateway.test");
    RawHttpClient.plain(metrics).get("/metrics");

    List<String> log = nginx.awaitLines("access.log", 2);
    assertThat(log).hasSize(2).allMatch(line -> line.contains("\"error\":\"\""));
    Figures figures = Figures.await(metrics, now -> now.sum("requests_total") == 2);
    assertThat(figures.sum("refusals_total")).isZero();
    assertThat(RawHttpClient.plain(metrics).get("/metrics").bodyText()).doesNotContain("forged");
  }

  /** The connection is closed or another address is named. */
  private void askFor(String path, String host) {
    try (RawConnection connection = RawHttpClient.plain(plain).connect()) {
      connection.send(
          "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
      assertThat(connection.isClosedWithin(Duration.ofSeconds(10))).isTrue();
    }
  }

  private String catalog() {
    return """
        version: 1
        nginx: {pid: /run/side-servers.pid}
        gateway:
          listen: ["127.0.0.1:%d"]
          status_listen: "127.0.0.1:%d"
          server_name: [gateway.test]
          tls: {listen: ["127.0.0.1:%d"], certificate: /etc/ssl/api.pem, certificate_key: /etc/ssl/api.key}
        metrics: {listen: "127.0.0.1:%d"}
        models:
          - {name: chat, type: chat, servers: [{address: "127.0.0.1:1"}]}
        """
        .formatted(plain, NginxGateway.freePort(), tls, metrics);
  }
}
