package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A small request for a model.
 *
 * @param path of the endpoint
 * @param json its body
 */
public record TrialRequest(String path, String json) {
  private static final String GREETING = "Hello!";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A request under one of a model's names. */
  static TrialRequest of(String name, Model model) {
    Endpoint endpoint = model.endpoints().get(0);
    ObjectNode body = JsonMapper.shared().createObjectNode().put("model", name);
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
    }
    return new TrialRequest(endpoint.path(), JsonMapper.shared().writeValueAsString(body));
  }

  HttpRequest to(URI gateway) {
    return HttpRequest.newBuilder(gateway.resolve(path))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
  }

  /** The same request for a shell. A model's name has no character that the shell cares for. */
  public String curl(URI gateway) {
    return "curl "
        + gateway.resolve(path)
        + " -H 'Content-Type: application/json' -d '"
        + json
        + "'";
  }
}
