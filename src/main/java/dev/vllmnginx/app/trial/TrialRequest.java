package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A small request for a model. */
public final class TrialRequest {
  private static final String GREETING = "Hello!";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String BOUNDARY = "vllm-nginx-try";

  /** A tenth of a second of silence: a WAV file with 8-bit samples, 8000 in a second. */
  private static final int SAMPLES = 800;

  private final String path;
  private final String contentType;
  private final byte[] body;
  private final String curlArguments;
  private final @Nullable String key;

  private TrialRequest(
      String path, String contentType, byte[] body, String curlArguments, @Nullable String key) {
    this.path = path;
    this.contentType = contentType;
    this.body = body;
    this.curlArguments = curlArguments;
    this.key = key;
  }

  /**
   * The same request with a key.
   *
   * @param shown to the gateway; null: none is needed
   */
  TrialRequest with(@Nullable String shown) {
    return new TrialRequest(path, contentType, body, curlArguments, shown);
  }

  /** A request under one of a model's names, for the first of its endpoints. */
  public static TrialRequest of(String name, Model model) {
    Endpoint endpoint =
        model.endpoints().stream()
            .filter(candidate -> candidate.protocol() != Endpoint.Protocol.BY_ID)
            .findFirst()
            .orElseThrow();
    if (endpoint.protocol() == Endpoint.Protocol.FORM) {
      return new TrialRequest(
          endpoint.path(),
          "multipart/form-data; boundary=" + BOUNDARY,
          form(name),
          "-F model=" + name + " -F file=@speech.wav",
          null);
    }
    ObjectNode fields = JsonMapper.shared().createObjectNode().put("model", name);
    fill(fields, endpoint);
    String json = JsonMapper.shared().writeValueAsString(fields);
    return new TrialRequest(
        endpoint.path(),
        "application/json",
        json.getBytes(StandardCharsets.UTF_8),
        "-H 'Content-Type: application/json' -d '" + json + "'",
        null);
  }

  private static void fill(ObjectNode body, Endpoint endpoint) {
    switch (endpoint) {
      case CHAT_COMPLETIONS, MESSAGES, COUNT_TOKENS -> {
        body.putArray("messages").addObject().put("role", "user").put("content", GREETING);
        if (endpoint != Endpoint.COUNT_TOKENS) {
          body.put("max_tokens", 16);
        }
      }
      case COMPLETIONS, TOKENIZE -> body.put("prompt", GREETING);
      case DETOKENIZE -> body.putArray("tokens").add(72).add(105);
      case RESPONSES, EMBEDDINGS, CLASSIFICATIONS, POOLINGS -> body.put("input", GREETING);
      case EMBED_V2 -> body.putArray("texts").add(GREETING);
      case RERANK_UNVERSIONED, RERANK_V1, RERANK_V2 -> {
        body.put("query", GREETING);
        body.putArray("documents").add("Good morning").add("Good night");
      }
      case SCORE, SCORE_V1 -> body.put("text_1", GREETING).put("text_2", "Good morning");
      case TRANSCRIPTIONS, TRANSLATIONS, RESPONSE, CANCEL_RESPONSE ->
          throw new IllegalArgumentException("not JSON: " + endpoint);
    }
  }

  private static byte[] form(String name) {
    List<String> lines =
        List.of(
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"file\"; filename=\"silence.wav\"",
            "Content-Type: audio/wav",
            "",
            silence(),
            "--" + BOUNDARY,
            "Content-Disposition: form-data; name=\"model\"",
            "",
            name,
            "--" + BOUNDARY + "--",
            "");
    return String.join("\r\n", lines).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The file, one character for each byte. */
  private static String silence() {
    return "RIFF"
        + number(36 + SAMPLES, 4)
        + "WAVEfmt "
        + number(16, 4)
        + number(1, 2)
        + number(1, 2)
        + number(8000, 4)
        + number(8000, 4)
        + number(1, 2)
        + number(8, 2)
        + "data"
        + number(SAMPLES, 4)
        + "\u0080".repeat(SAMPLES);
  }

  /** A number, lowest byte first. */
  private static String number(int value, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      text.append((char) (value >> (8 * i) & 0xff));
    }
    return text.toString();
  }

  /** Where it is posted to. */
  public String path() {
    return path;
  }

  public String contentType() {
    return contentType;
  }

  public byte[] body() {
    return body.clone();
  }

  HttpRequest to(URI gateway) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(gateway.resolve(path))
            .timeout(TIMEOUT)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.build();
  }

  /** The same request for a shell. A model's name has no character that the shell cares for. */
  public String curl(URI gateway) {
    String shown = key == null ? "" : "-H 'Authorization: Bearer " + key + "' ";
    return "curl " + gateway.resolve(path) + " " + shown + curlArguments;
  }
}
