package dev.vllmnginx.gateway;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A generated gateway in front of three recording servers: two replicas of a chat model, and an
 * embedding model.
 */
public final class TestGateway {
  public static final String CHAT_MODEL = "qwen-1.5-7b-chat";
  public static final String CHAT_ALIAS = "qwen";
  public static final String EMBEDDING_MODEL = "text-embedding-ada-002";
  public static final String CHAT = "/v1/chat/completions";

  private static @Nullable TestGateway current;

  private final RecordingBackend first = RecordingBackend.chat("first", CHAT_MODEL, CHAT_ALIAS);
  private final RecordingBackend spare = RecordingBackend.chat("spare", CHAT_MODEL, CHAT_ALIAS);
  private final RecordingBackend embedding =
      RecordingBackend.embedding("embedding", EMBEDDING_MODEL);
  private final int port = NginxGateway.freePort();
  private final int tlsPort = NginxGateway.freePort();
  private final NginxGateway nginx;

  /**
   * The gateway on that runtime: the one that the last test had, if it still runs. Its servers have
   * forgotten all.
   */
  public static synchronized TestGateway on(NginxRuntime runtime) {
    TestGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.backends().forEach(RecordingBackend::close);
      }
      gateway = new TestGateway(runtime);
      current = gateway;
    }
    gateway.backends().forEach(RecordingBackend::reset);
    return gateway;
  }

  private TestGateway(NginxRuntime runtime) {
    nginx = NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog()));
  }

  private String catalog() {
    return """
        version: 1
        gateway:
          listen: ["127.0.0.1:%d"]
          server_name: [localhost]
          max_body_size: 4m
          tls:
            listen: ["127.0.0.1:%d"]
            certificate: /etc/ssl/vllm-nginx-test.pem
            certificate_key: /etc/ssl/vllm-nginx-test.key
            redirect: false
        defaults: {max_fails: 1, fail_timeout: 1s}
        models:
          - name: %s
            type: chat
            aliases: [%s]
            servers:
              - address: "%s"
              - {address: "%s", backup: true}
          - name: %s
            type: embedding
            max_body_size: 1m
            servers: [{address: "%s"}]
        """
        .formatted(
            port,
            tlsPort,
            CHAT_MODEL,
            CHAT_ALIAS,
            first.address(),
            spare.address(),
            EMBEDDING_MODEL,
            embedding.address());
  }

  /** The chat model's server that is asked first. */
  public RecordingBackend first() {
    return first;
  }

  /** The chat model's server that is asked when the first cannot serve. */
  public RecordingBackend spare() {
    return spare;
  }

  public RecordingBackend embedding() {
    return embedding;
  }

  public List<RecordingBackend> backends() {
    return List.of(first, spare, embedding);
  }

  public int port() {
    return port;
  }

  public NginxGateway nginx() {
    return nginx;
  }

  public RawHttpClient plain() {
    return RawHttpClient.plain(port);
  }

  public RawHttpClient tls() {
    return RawHttpClient.tls(tlsPort, "localhost");
  }

  /** For clients that want an address, over TLS or not. */
  public String baseUrl(boolean secure) {
    return secure ? "https://localhost:" + tlsPort + "/v1" : "http://localhost:" + port + "/v1";
  }

  /** A chat request's body. */
  public static String chat(String model) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"h\u00e9llo nobodys-business\"}],\"model\":\""
        + model
        + "\"}";
  }
}
