package dev.vllmnginx.render;

import dev.vllmnginx.config.HealthChecks;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** njs/watched.js: which servers are asked what. */
final class HealthJson {
  private HealthJson() {}

  static String watched(HealthChecks health) {
    return JsonModule.of(
        json -> {
          json.writeStartArray();
          health.models().forEach(model -> model(json, model));
          json.writeEndArray();
        });
  }

  private static void model(JsonGenerator json, HealthChecks.Watched model) {
    json.writeStartObject();
    json.writeStringProperty("model", model.model());
    json.writeStringProperty("key", model.key());
    json.writeNumberProperty("round", model.round());
    json.writeNumberProperty("interval", model.intervalMillis());
    if (model.body() == null) {
      json.writeNullProperty("body");
    } else {
      json.writeStringProperty("body", model.body());
    }
    if (model.serverKey() != null) {
      json.writeStringProperty("authorization", model.serverKey().text());
    }
    json.writeNumberProperty("fails", model.fails());
    json.writeNumberProperty("passes", model.passes());
    json.writeStringProperty("groups", model.choice().name().toLowerCase(Locale.ROOT));
    json.writeArrayPropertyStart("servers");
    for (HealthChecks.Replica replica : model.replicas()) {
      json.writeStartObject();
      json.writeNumberProperty("number", replica.number());
      json.writeStringProperty("address", replica.address());
      json.writeStringProperty("url", replica.url());
      json.writeBooleanProperty("named", replica.named());
      json.writeNumberProperty("weight", replica.weight());
      json.writeBooleanProperty("backup", replica.backup());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
