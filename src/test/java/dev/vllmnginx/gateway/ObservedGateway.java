package dev.vllmnginx.gateway;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import dev.vllmnginx.testing.Secrets;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A generated gateway that keeps accounts, in front of two replicas of a chat model and an
 * embedding model.
 */
public final class ObservedGateway implements AutoCloseable {
  public static final String CHAT_MODEL = "llama-3";
  public static final String CHAT_ALIAS = "llama";
  public static final String EMBEDDING_MODEL = "embedder";
  public static final String CHAT = "/v1/chat/completions";
  public static final String EMBEDDINGS = "/v1/embeddings";

  private final RecordingBackend first = RecordingBackend.chat("first", CHAT_MODEL, CHAT_ALIAS);
  private final RecordingBackend spare = RecordingBackend.chat("spare", CHAT_MODEL, CHAT_ALIAS);
  private final RecordingBackend embedding =
      RecordingBackend.embedding("embedding", EMBEDDING_MODEL);
  private final int port = NginxGateway.freePort();
  private final String tls;
  private final String health;
  private final Map<String, byte[]> files;
  private final NginxGateway nginx;

  public ObservedGateway(NginxRuntime runtime, String... sections) {
    this(runtime, UnaryOperator.identity(), sections);
  }

  /** One that asks its servers every two seconds for their health. */
  static ObservedGateway withHealthChecks(NginxRuntime runtime, String... sections) {
    return new ObservedGateway(
        runtime, UnaryOperator.identity(), "", ", health: {interval: 2s, timeout: 1s}", sections);
  }

  /** The same, with the generated files changed for a test's purpose. */
  public ObservedGateway(
      NginxRuntime runtime, UnaryOperator<Map<String, byte[]>> change, String... sections) {
    this(runtime, change, "", "", sections);
  }

  /** The same, with a certificate in this file. */
  public static ObservedGateway withCertificate(
      NginxRuntime runtime,
      UnaryOperator<Map<String, byte[]>> change,
      String certificate,
      String... sections) {
    String tls =
        ", tls: {listen: [\"127.0.0.1:%d\"], certificate: %s, certificate_key: %s.key, redirect: false}"
            .formatted(NginxGateway.freePort(), certificate, certificate);
    return new ObservedGateway(runtime, change, tls, "", sections);
  }

  private ObservedGateway(
      NginxRuntime runtime,
      UnaryOperator<Map<String, byte[]>> change,
      String tls,
      String health,
      String[] sections) {
    this.tls = tls;
    this.health = health;
    files = change.apply(CompiledCatalog.files(catalog(String.join("\n", sections))));
    nginx = NginxGateway.start(runtime, files);
  }

  /** What it runs, by path. */
  public Map<String, byte[]> files() {
    return files;
  }

  private String catalog(String sections) {
    return """
        version: 1
        gateway: {listen: ["127.0.0.1:%d"]%s}
        defaults: {max_fails: 1, fail_timeout: 1s%s}
        models:
          - name: %s
            type: chat
            aliases: [%s]
            servers:
              - address: "%s"
              - {address: "%s", backup: true}
          - name: %s
            type: embedding
            servers: [{address: "%s"}]
        """
            .formatted(
                port,
                tls,
                health,
                CHAT_MODEL,
                CHAT_ALIAS,
                first.address(),
                spare.address(),
                EMBEDDING_MODEL,
                embedding.address())
        + sections
        + "\n";
  }

  public RecordingBackend first() {
    return first;
  }

  public RecordingBackend spare() {
    return spare;
  }

  public RecordingBackend embedding() {
    return embedding;
  }

  public NginxGateway nginx() {
    return nginx;
  }

  public RawHttpClient client() {
    return RawHttpClient.plain(port);
  }

  /** The lines of the access log, when there are so many; fails if that takes longer than 5 s. */
  public List<JsonNode> logged(int lines) {
    return nginx.awaitLines("access.log", lines).stream()
        .map(JsonMapper.shared()::readTree)
        .toList();
  }

  public static String chat(String model) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"hello "
        + Secrets.PROMPT
        + "\"}],\"model\":\""
        + model
        + "\"}";
  }

  public static String stream(String model, boolean usage) {
    return "{\"messages\":[],\"stream\":true,"
        + (usage ? "\"stream_options\":{\"include_usage\":true}," : "")
        + ("\"model\":\"" + model + "\"}");
  }

  public static String embed(String model) {
    return "{\"input\":\"hello " + Secrets.PROMPT + "\",\"model\":\"" + model + "\"}";
  }

  @Override
  public void close() {
    nginx.close();
    Stream.of(first, spare, embedding).forEach(RecordingBackend::close);
  }
}
