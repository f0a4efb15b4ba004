package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.testing.RawHttpClient;
import java.io.ByteArrayOutputStream;

/** Requests that vLLM accepts. */
final class EndpointBodies {
  static final String BOUNDARY = "----x(1)'y";

  private static final String MESSAGES =
      "\"messages\":[{\"role\":\"user\",\"content\":\"h\u00e9llo nobodys-business\"}]";

  private EndpointBodies() {}

  static String body(Endpoint endpoint, String model) {
    return endpoint.protocol() == Endpoint.Protocol.FORM
        ? form(file("audio"), field("model", model))
        : json(endpoint, model);
  }

  private static String json(Endpoint endpoint, String model) {
    String fields =
        switch (endpoint) {
          case CHAT_COMPLETIONS, COUNT_TOKENS -> MESSAGES;
          case MESSAGES -> MESSAGES + ",\"max_tokens\":5";
          case COMPLETIONS, TOKENIZE -> "\"prompt\":\"h\u00e9llo nobodys-business\"";
          case DETOKENIZE -> "\"tokens\":[104,105]";
          case RESPONSES, EMBEDDINGS, CLASSIFICATIONS, POOLINGS ->
              "\"input\":\"h\u00e9llo nobodys-business\"";
          case EMBED_V2 ->
              "\"texts\":[\"h\u00e9llo nobodys-business\"],\"embedding_types\":[\"float\"]";
          case RERANK_UNVERSIONED, RERANK_V1, RERANK_V2 ->
              "\"query\":\"h\u00e9llo nobodys-business\",\"documents\":[\"a\",\"b\"]";
          case SCORE, SCORE_V1 ->
              "\"text_1\":\"h\u00e9llo nobodys-business\",\"text_2\":[\"a\",\"b\"]";
          case TRANSCRIPTIONS, TRANSLATIONS, RESPONSE, CANCEL_RESPONSE ->
              throw new IllegalArgumentException("not JSON");
        };
    return "{" + fields + ",\"model\":\"" + model + "\"}";
  }

  static String contentType(Endpoint endpoint) {
    return endpoint.protocol() == Endpoint.Protocol.FORM
        ? "multipart/form-data; boundary=\"" + BOUNDARY + "\""
        : "application/json";
  }

  /** A whole request. */
  static byte[] request(String target, String contentType, String body, String... headerLines) {
    String head =
        RawHttpClient.request(target, "", headerLines)
            .replace("application/json", contentType)
            .replace("Content-Length: 0", "Content-Length: " + body.getBytes(UTF_8).length);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(UTF_8));
    request.writeBytes(body.getBytes(UTF_8));
    return request.toByteArray();
  }

  static byte[] request(Endpoint endpoint, String model) {
    return request(endpoint.path(), contentType(endpoint), body(endpoint, model));
  }

  /** A form of these parts. */
  static String form(String... parts) {
    StringBuilder form = new StringBuilder();
    for (String part : parts) {
      form.append("--").append(BOUNDARY).append("\r\n").append(part).append("\r\n");
    }
    return form.append("--").append(BOUNDARY).append("--\r\n").toString();
  }

  static String field(String name, String value) {
    return "Content-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value;
  }

  static String file(String content) {
    return "Content-Disposition: form-data; name=\"file\"; filename=\"a \\\"b\\\"; c.wav\"\r\n"
        + "Content-Type: audio/wav\r\n\r\n"
        + content;
  }
}
