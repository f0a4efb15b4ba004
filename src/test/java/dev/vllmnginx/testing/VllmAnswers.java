package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * vLLM 0.32.0's answers, byte by byte but for the server's name, which stands in {@code id} and the
 * fingerprint.
 */
final class VllmAnswers {
  static final String JSON = "application/json";
  static final String EVENT_STREAM = "text/event-stream; charset=utf-8";

  private static final long CREATED = 1795401357L;

  private final String name;
  private final String model;

  VllmAnswers(String name, String model) {
    this.name = name;
    this.model = model;
  }

  static byte[] head(String status, String contentType, int contentLength) {
    return (commonHead(status)
            + ("content-length: " + contentLength + "\r\n")
            + (contentType.isEmpty() ? "" : "content-type: " + contentType + "\r\n")
            + "vary: Origin\r\n\r\n")
        .getBytes(UTF_8);
  }

  static byte[] streamHead() {
    return (commonHead("200 OK")
            + ("content-type: " + EVENT_STREAM + "\r\n")
            + "vary: Origin\r\ntransfer-encoding: chunked\r\n\r\n")
        .getBytes(UTF_8);
  }

  private static String commonHead(String status) {
    return "HTTP/1.1 "
        + status
        + "\r\ndate: "
        + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
        + "\r\nserver: uvicorn\r\n";
  }

  String chat(int number) {
    return """
        {"id":"chatcmpl-%s-%d","object":"chat.completion","created":%d,"model":"%s","choices":[{"index":0,\
        "message":{"role":"assistant","content":"answer of %s","refusal":null,"annotations":null,"audio":null,\
        "function_call":null,"reasoning":null},"logprobs":null,"finish_reason":"length","stop_reason":null,\
        "token_ids":null,"routed_experts":null}],"service_tier":null,"system_fingerprint":"vllm-0.32.0-%s",\
        "usage":{"prompt_tokens":21,"total_tokens":23,"completion_tokens":2,"prompt_tokens_details":null,\
        "completion_tokens_details":null},"prompt_logprobs":null,"prompt_token_ids":null,"prompt_text":null,\
        "kv_transfer_params":null,"ec_transfer_params":null,"metrics":null}"""
        .formatted(name, number, CREATED, model, name, name);
  }

  String completion(int number) {
    return """
        {"id":"cmpl-%s-%d","object":"text_completion","created":%d,"model":"%s","choices":[{"index":0,\
        "text":"answer of %s","logprobs":null,"finish_reason":"length","stop_reason":null,"token_ids":null,\
        "prompt_logprobs":null,"prompt_token_ids":null}],"service_tier":null,"system_fingerprint":"vllm-0.32.0-%s",\
        "usage":{"prompt_tokens":1,"total_tokens":3,"completion_tokens":2,"prompt_tokens_details":null,\
        "completion_tokens_details":null},"kv_transfer_params":null}"""
        .formatted(name, number, CREATED, model, name, name);
  }

  /**
   * The events of a chat stream, each with the empty line that ends it; {@code [DONE]} is the last.
   */
  List<String> chatEvents(int number, int words, boolean usage) {
    String start =
        """
        data: {"id":"chatcmpl-%s-%d","object":"chat.completion.chunk","created":%d,"model":"%s","choices":["""
            .formatted(name, number, CREATED, model);
    String fingerprint = ",\"system_fingerprint\":\"vllm-0.32.0-" + name + "\"}\n\n";
    List<String> events = new ArrayList<>();
    events.add(
        start
            + """
            {"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],\
            "prompt_token_ids":null,"prompt_text":null}

            """);
    for (int word = 0; word < words; word++) {
      boolean last = word == words - 1;
      events.add(
          start
              + """
              {"index":0,"delta":{"content":"word%d "},"logprobs":null,"finish_reason":%s,"token_ids":null}]"""
                  .formatted(word, last ? "\"length\",\"stop_reason\":null" : "null")
              + (last && !usage ? fingerprint : "}\n\n"));
    }
    if (usage) {
      events.add(
          start
              + """
              ],"usage":{"prompt_tokens":21,"total_tokens":%d,"completion_tokens":%d}"""
                  .formatted(21 + words, words)
              + fingerprint);
    }
    events.add("data: [DONE]\n\n");
    return events;
  }

  String embedding(int number) {
    return """
        {"id":"embd-%s-%d","object":"list","created":%d,"model":"%s","data":[{"index":0,"object":"embedding",\
        "embedding":[0.5,-0.25,0.125]}],"usage":{"prompt_tokens":4,"total_tokens":4,"completion_tokens":0,\
        "prompt_tokens_details":null,"completion_tokens_details":null}}"""
        .formatted(name, number, CREATED, model);
  }

  /** The same vector as little-endian floats in base64, as openai clients ask for it. */
  String embeddingBase64(int number) {
    return embedding(number).replace("[0.5,-0.25,0.125]", "\"AAAAPwAAgL4AAAA+\"");
  }

  String models(List<String> servedNames) {
    StringBuilder data = new StringBuilder();
    for (String served : servedNames) {
      data.append(data.isEmpty() ? "" : ",")
          .append(
              """
              {"id":"%s","object":"model","created":%d,"owned_by":"vllm","root":"./tiny","parent":null,\
              "max_model_len":8192,"permission":[]}"""
                  .formatted(served, CREATED));
    }
    return "{\"object\":\"list\",\"data\":[" + data + "]}";
  }

  static String error(String message, String type, String param, int code) {
    return """
        {"error":{"message":"%s","type":"%s","param":%s,"code":%d}}"""
        .formatted(message, type, param, code);
  }
}
