package dev.vllmnginx.render;

import dev.vllmnginx.config.MetricsServer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** njs/observed.js: what there is to count. */
final class ObservedJson {
  private ObservedJson() {}

  static String observed(MetricsServer.Observed observed) {
    return JsonModule.of(
        json -> {
          json.writeStartObject();
          json.writeBooleanProperty("accounting", observed.accounting());
          if (observed.certificate() != null) {
            json.writeStringProperty("certificate", observed.certificate());
          }
          json.writeStringProperty("limit_mode", observed.limitMode());
          strings(json, "keys", observed.keys());
          json.writeArrayPropertyStart("models");
          observed.models().forEach(model -> model(json, model));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void model(JsonGenerator json, MetricsServer.ObservedModel model) {
    json.writeStartObject();
    json.writeStringProperty("name", model.name());
    strings(json, "endpoints", model.endpoints());
    strings(json, "replicas", model.replicas());
    strings(json, "limits", model.limits());
    json.writeEndObject();
  }

  private static void strings(JsonGenerator json, String key, List<String> values) {
    json.writeArrayPropertyStart(key);
    values.forEach(json::writeString);
    json.writeEndArray();
  }
}
