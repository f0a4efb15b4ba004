package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The layout {@code include}, beside a site that is the default server of the same port. */
@OnEveryNginx
class IncludeLayoutIT {
  private static final String STOCK =
      """
      load_module modules/ngx_http_js_module.so;
      user www-data;
      pid /run/nginx.pid;
      error_log /var/log/nginx/error.log;
      events {
          worker_connections 768;
      }
      http {
          gzip on;
          access_log /var/log/nginx/access.log;
          include vllm-nginx/conf.d/*.conf;
          server {
              listen 127.0.0.1:%d default_server;
              location / {
                  return 200 "the site that was here before";
              }
          }
      }
      """;

  private final NginxRuntime runtime;

  IncludeLayoutIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void servesItsHostNameAndLeavesTheOtherSiteAlone() {
    int port = NginxGateway.freePort();
    try (RecordingBackend backend = RecordingBackend.chat("first", "llama");
        NginxGateway nginx = NginxGateway.start(runtime, files(port, backend.address()))) {
      RawHttpClient client = RawHttpClient.plain(port);

      RawResponse site = client.send("GET /v1/models HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
      RawResponse models = client.send("GET /v1/models HTTP/1.1\r\nHost: llm.example.com\r\n\r\n");
      RawResponse chat =
          client.send(
              RawHttpClient.request(CHAT, TestGateway.chat("llama"))
                  .replaceFirst("(?m)^Host: [^\r]*", "Host: llm.example.com"));

      assertThat(nginx.isRunning()).isTrue();
      assertThat(site.bodyText()).isEqualTo("the site that was here before");
      assertThat(models.bodyText()).contains("\"id\":\"llama\"");
      assertThat(chat.status()).as("%s", chat).isEqualTo(200);
      assertThat(backend.requests()).hasSize(1);
    }
  }

  private Map<String, byte[]> files(int port, String backend) {
    String catalog =
        """
        version: 1
        nginx: {layout: include}
        gateway: {listen: ["127.0.0.1:%d"], server_name: [llm.example.com]}
        models:
          - name: llama
            type: chat
            servers: [{address: "%s"}]
        """
            .formatted(port, backend);
    Map<String, byte[]> tree = CompiledCatalog.files(runtime, catalog);
    assertThat(tree).doesNotContainKey("nginx.conf");
    Map<String, byte[]> files = new TreeMap<>();
    tree.forEach((path, bytes) -> files.put("vllm-nginx/" + path, bytes));
    files.put("nginx.conf", STOCK.formatted(port).getBytes(UTF_8));
    return files;
  }
}
