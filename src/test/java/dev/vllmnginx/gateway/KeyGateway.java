package dev.vllmnginx.gateway;

import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.Secrets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A generated gateway that wants keys, in front of a chat model and an embedding model. */
final class KeyGateway implements AutoCloseable {
  static final String CHAT = "/v1/chat/completions";
  static final String CHAT_MODEL = "llama-3";
  static final String EMBEDDING_MODEL = "e5";
  static final String KEY = "sk-vllm-0OneGoodKeyOfTeamA";
  static final String OLDER_KEY = "sk-vllm-0OlderKeyOfTeamB";
  static final String NEWER_KEY = "sk-vllm-0NewerKeyOfTeamB";
  static final String EMBEDDING_KEY = "sk-vllm-0KeyForEmbeddingsOnly";
  static final String EXPIRED_KEY = "sk-vllm-0KeyOfYesterday";
  static final String DISABLED_KEY = "sk-vllm-0KeyThatWasRevoked";
  static final String ROTATED_KEY = "sk-vllm-0KeyAfterItsRotation";
  static final String PREVIOUS_KEY = "sk-vllm-0KeyBeforeItsRotation";
  static final String OUTDATED_KEY = "sk-vllm-0KeyLongBeforeItsRotation";
  static final List<String> KEYS =
      List.of(
          KEY,
          OLDER_KEY,
          NEWER_KEY,
          EMBEDDING_KEY,
          EXPIRED_KEY,
          DISABLED_KEY,
          ROTATED_KEY,
          PREVIOUS_KEY,
          OUTDATED_KEY);

  private static @Nullable KeyGateway current;

  private final RecordingBackend chat = RecordingBackend.chat("chat", CHAT_MODEL);
  private final RecordingBackend embedding =
      RecordingBackend.embedding("embedding", EMBEDDING_MODEL);
  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  /** The gateway on that runtime: the one that the last test had, if it still runs. */
  static synchronized KeyGateway on(NginxRuntime runtime) {
    KeyGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.closeBackends();
      }
      gateway = new KeyGateway(runtime);
      current = gateway;
    }
    gateway.chat.reset();
    gateway.embedding.reset();
    return gateway;
  }

  /** A gateway of its own. */
  KeyGateway(NginxRuntime runtime) {
    this(runtime, "", keys());
  }

  /**
   * The same with other keys.
   *
   * @param keys the items of {@code api_keys}
   */
  KeyGateway(NginxRuntime runtime, String keys) {
    this(runtime, "", keys);
  }

  /**
   * The same with more in {@code gateway}.
   *
   * @param gateway whole lines, indented by two
   */
  KeyGateway(NginxRuntime runtime, String gateway, String keys) {
    nginx = NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog(gateway, keys)));
  }

  private String catalog(String gateway, String keys) {
    return """
        version: 1
        nginx: {pid: /run/keys-%d.pid}
        gateway:
          status_listen: "127.0.0.1:%d"
          listen: ["127.0.0.1:%d"]
          server_name: [localhost]
        %sapi_keys:
        %smodels:
          - {name: %s, type: chat, aliases: [llama], servers: [{address: "%s"}]}
          - {name: %s, type: embedding, servers: [{address: "%s"}]}
        """
        .formatted(
            port,
            NginxGateway.freePort(),
            port,
            gateway,
            keys,
            CHAT_MODEL,
            chat.address(),
            EMBEDDING_MODEL,
            embedding.address());
  }

  static String keys() {
    return key("team-a", KEY, "")
        + "- {id: team-b, sha256: [\"%s\", \"%s\"]}\n"
            .formatted(KeyHash.of(OLDER_KEY), KeyHash.of(NEWER_KEY))
        + key("embedder", EMBEDDING_KEY, ", models: [" + EMBEDDING_MODEL + "]")
        + key("yesterday", EXPIRED_KEY, ", expires: \"2020-01-01T00:00:00Z\"")
        + key("revoked", DISABLED_KEY, ", disabled: true")
        + key("rotated", ROTATED_KEY, previous(PREVIOUS_KEY, "2099-01-01T00:00:00Z"))
        + key("rotated-once", "sk-vllm-0Another", previous(OUTDATED_KEY, "2020-01-01T00:00:00Z"));
  }

  private static String previous(String key, String expires) {
    return ", previous: {sha256: \"%s\", expires: \"%s\"}".formatted(KeyHash.of(key), expires);
  }

  /** An item of {@code api_keys}. */
  static String key(String id, String key, String more) {
    return "- {id: %s, sha256: \"%s\"%s}\n".formatted(id, KeyHash.of(key), more);
  }

  RecordingBackend chat() {
    return chat;
  }

  RecordingBackend embedding() {
    return embedding;
  }

  NginxGateway nginx() {
    return nginx;
  }

  RawHttpClient client() {
    return RawHttpClient.plain(port);
  }

  /** A chat request with these header lines. */
  RawResponse ask(String... headerLines) {
    return client().send(RawHttpClient.request(CHAT, body(CHAT_MODEL), headerLines));
  }

  /** A request for a model at a path, with this key. */
  RawResponse post(String path, String model, String key) {
    return client().send(RawHttpClient.request(path, body(model), bearer(key)));
  }

  RawResponse get(String path, String key) {
    return client()
        .send(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                .formatted(path, key));
  }

  static String body(String model) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hello "
        + Secrets.PROMPT
        + "\"}],\"model\":\""
        + model
        + "\"}";
  }

  static String bearer(String key) {
    return "Authorization: Bearer " + key;
  }

  private void closeBackends() {
    chat.close();
    embedding.close();
  }

  /** Leaves nginx running: it is stopped with the others when the class is done. */
  @Override
  public void close() {
    closeBackends();
  }
}
