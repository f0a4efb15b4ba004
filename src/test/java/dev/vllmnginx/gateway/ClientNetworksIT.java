package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits count a client once, whichever of its addresses it uses. */
@OnEveryNginx
class ClientNetworksIT {
  private final NginxRuntime runtime;
  private final int port = NginxGateway.freePort();

  ClientNetworksIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void aNetworkOfIpv6IsOneClient() {
    try (RecordingBackend backend = RecordingBackend.chat("chat", "chat")) {
      NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog(backend)));

      assertThat(
              ask("2001:db8:0:a::1", "2001:db8:0:a:1::2", "2001:db8:0:a:2::3", "2001:db8:0:a::4"))
          .containsExactly(200, 200, 200, 429);
      assertThat(ask("2001:db8:0:b::1", "192.0.2.1", "192.0.2.2")).containsExactly(200, 200, 200);
      assertThat(ask("192.0.2.1", "192.0.2.1", "192.0.2.1")).containsExactly(200, 200, 429);
    }
  }

  private String catalog(RecordingBackend backend) {
    return """
        version: 1
        nginx: {pid: /run/client-networks.pid}
        gateway:
          listen: ["127.0.0.1:%d"]
          status_listen: "127.0.0.1:%d"
          trusted_proxies: ["127.0.0.1"]
          limits: {requests: 1r/m, burst: 2}
        models:
          - {name: chat, type: chat, servers: [{address: "%s"}]}
        """
        .formatted(port, NginxGateway.freePort(), backend.address());
  }

  /** What a client with each of these addresses gets, as a proxy in front says. */
  private List<Integer> ask(String... addresses) {
    return List.of(addresses).stream()
        .map(
            address ->
                RawHttpClient.plain(port)
                    .send(
                        RawHttpClient.request(
                            "/v1/chat/completions",
                            "{\"messages\":[],\"model\":\"chat\"}",
                            "X-Forwarded-For: " + address))
                    .status())
        .toList();
  }
}
