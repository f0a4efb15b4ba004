package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A gateway for {@code gw.test} with a server for each of two models, which waits less long. */
final class HostileGateway {
  private static @Nullable HostileGateway current;

  private final RecordingBackend llama = RecordingBackend.chat("llama", "llama-3");
  private final RecordingBackend qwen = RecordingBackend.chat("qwen", "qwen");
  private final int port = NginxGateway.freePort();
  private final int tlsPort = NginxGateway.freePort();
  private final NginxGateway nginx;

  /** The gateway on that runtime: the one that the last test had, if it still runs. */
  static synchronized HostileGateway on(NginxRuntime runtime) {
    HostileGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.backends().forEach(RecordingBackend::close);
      }
      gateway = new HostileGateway(runtime);
      current = gateway;
    }
    gateway.backends().forEach(RecordingBackend::reset);
    return gateway;
  }

  private HostileGateway(NginxRuntime runtime) {
    Map<String, byte[]> files = CompiledCatalog.files(runtime, catalog());
    files.computeIfPresent(
        "conf.d/40-server.conf",
        (path, text) ->
            new String(text, UTF_8)
                .replace("client_body_timeout 60s;", "client_body_timeout 1s;")
                .replace("send_timeout 60s;", "send_timeout 1s;")
                .getBytes(UTF_8));
    nginx = NginxGateway.start(runtime, files);
  }

  private String catalog() {
    return """
        version: 1
        gateway:
          listen: ["127.0.0.1:%d"]
          server_name: [gw.test]
          max_body_size: 4m
          tls:
            listen: ["127.0.0.1:%d"]
            certificate: /etc/ssl/vllm-nginx-test.pem
            certificate_key: /etc/ssl/vllm-nginx-test.key
            redirect: false
        models:
          - {name: llama-3, type: chat, servers: [{address: "%s"}]}
          - {name: qwen, type: chat, servers: [{address: "%s"}]}
        """
        .formatted(port, tlsPort, llama.address(), qwen.address());
  }

  List<RecordingBackend> backends() {
    return List.of(llama, qwen);
  }

  /** The server that is to be reached. */
  RecordingBackend llama() {
    return llama;
  }

  /** The server that is not to be reached. */
  RecordingBackend qwen() {
    return qwen;
  }

  NginxGateway nginx() {
    return nginx;
  }

  int port() {
    return port;
  }

  int tlsPort() {
    return tlsPort;
  }
}
