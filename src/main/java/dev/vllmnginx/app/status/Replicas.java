package dev.vllmnginx.app.status;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what njs/probes.js reports. */
final class Replicas {
  private Replicas() {}

  /** The watched servers; none where the text is something else. */
  static List<Status.Replica> parse(String text) {
    List<Status.Replica> replicas = new ArrayList<>();
    try {
      for (JsonNode model : JsonMapper.shared().readTree(text).path("models")) {
        for (JsonNode server : model.path("servers")) {
          replicas.add(
              new Status.Replica(
                  model.path("model").asString(""),
                  server.path("address").asString(""),
                  server.path("state").asString("unknown"),
                  text(server, "since"),
                  text(server, "last_error")));
        }
      }
    } catch (JacksonException e) {
      return List.of();
    }
    return replicas;
  }

  private static @Nullable String text(JsonNode server, String key) {
    return server.path(key).stringValueOpt().orElse(null);
  }
}
