package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.ModelType;
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
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** A request under one of a model's names. */
  static TrialRequest of(String name, ModelType type) {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("model", name);
    switch (type) {
      case CHAT -> {
        body.putArray("messages").addObject().put("role", "user").put("content", "Hello!");
        body.put("max_tokens", 16);
      }
      case EMBEDDING -> body.put("input", "Hello!");
    }
    String json = JsonMapper.shared().writeValueAsString(body);
    return new TrialRequest(Endpoint.of(type).get(0).path(), json);
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
