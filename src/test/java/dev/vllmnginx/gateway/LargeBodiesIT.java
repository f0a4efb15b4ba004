package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bodies beyond {@code max_body_size}, and beyond nginx's own 1 MB where the gateway reads none.
 */
@OnEveryNginx
class LargeBodiesIT {
  private static final int BODY = 2_100_000;

  private final int port = NginxGateway.freePort();
  private final int tlsPort = NginxGateway.freePort();
  private final NginxGateway nginx;
  private @TempDir Path directory;

  LargeBodiesIT(NginxRuntime runtime) {
    nginx =
        NginxGateway.start(
            runtime,
            CompiledCatalog.files(
                runtime,
                """
                version: 1
                gateway:
                  listen: ["127.0.0.1:%d"]
                  server_name: [localhost]
                  max_body_size: 2m
                  tls:
                    listen: ["127.0.0.1:%d"]
                    certificate: /etc/ssl/vllm-nginx-test.pem
                    certificate_key: /etc/ssl/vllm-nginx-test.key
                models:
                  - {name: qwen, type: chat, servers: [{address: "127.0.0.1:9"}]}
                """
                    .formatted(port, tlsPort)));
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  @Test
  void areRefusedInTheShapeOfThePathOverHttp2() throws IOException {
    for (String path : List.of(CHAT, "/v1/models", "/nope")) {
      assertThat(overHttp2(path)).startsWith("{\"error\":{").endsWith("2 413");
    }
    assertThat(overHttp2("/v1/messages"))
        .startsWith("{\"type\":\"error\",\"error\":{")
        .endsWith("2 413");
  }

  @Test
  void arePointedToHttpsAsOthersAre() {
    try (RawConnection connection = RawHttpClient.plain(port).connect()) {
      connection.send(head("localhost"));

      assertThat(connection.read().status()).isEqualTo(308);
    }
  }

  @Test
  void getNoAnswerForAnUnknownHost() {
    try (RawConnection connection = RawHttpClient.plain(port).connect()) {
      connection.send(head("stranger"));

      assertThatThrownBy(connection::read).hasMessageContaining("without an answer");
    }
  }

  private static String head(String host) {
    return "POST "
        + CHAT
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Length: "
        + BODY
        + "\r\n\r\n";
  }

  /** The answer's body and {@code VERSION STATUS}. */
  private String overHttp2(String path) throws IOException {
    Path body = Files.write(directory.resolve("body"), new byte[BODY]);
    ProgramResult result =
        ProgramRunner.local()
            .run(
                List.of(
                    "curl",
                    "-sk",
                    "--noproxy",
                    "*",
                    "--http2",
                    "-H",
                    "Content-Type: application/json",
                    "--data-binary",
                    "@" + body,
                    "-w",
                    "%{http_version} %{http_code}",
                    "https://localhost:" + tlsPort + path),
                Duration.ofSeconds(20));
    return result.stdout();
  }
}
