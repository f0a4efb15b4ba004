package dev.vllmnginx.render;

import dev.vllmnginx.config.RouteTable;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** njs/routes.js: a module that is one JSON literal, a line for each model. */
final class RouteTableJson {
  private RouteTableJson() {}

  static String write(RouteTable table) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(context(), out)) {
      json.writeStartObject();
      name(json, "unknown_model", table.unknownModel());
      name(json, "missing_model", table.missingModel());
      json.writeArrayPropertyStart("profiles");
      table.profiles().forEach(profile -> profile(json, profile));
      json.writeEndArray();
      json.writeObjectPropertyStart("models");
      table.models().forEach((model, profile) -> entry(json, model, profile));
      json.writeEndObject();
      json.writeObjectPropertyStart("aliases");
      table.aliases().forEach(json::writeStringProperty);
      json.writeEndObject();
      json.writeArrayPropertyStart("listed");
      table.listed().forEach(json::writeString);
      json.writeEndArray();
      json.writeEndObject();
    }
    return "export default " + out + ";\n";
  }

  private static void profile(JsonGenerator json, RouteTable.Profile profile) {
    json.writeStartObject();
    json.writeObjectPropertyStart("endpoints");
    for (Map.Entry<String, String> endpoint : profile.endpoints().entrySet()) {
      json.writeStringProperty(endpoint.getKey(), endpoint.getValue());
    }
    json.writeEndObject();
    json.writeNumberProperty("max_body_size", profile.maxBodySize());
    json.writeEndObject();
  }

  /** The index in brackets, so that no index is falsy in the script. */
  private static void entry(JsonGenerator json, String model, int profile) {
    json.writeArrayPropertyStart(model);
    json.writeNumber(profile);
    json.writeEndArray();
  }

  private static void name(JsonGenerator json, String key, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(key);
    } else {
      json.writeStringProperty(key, value);
    }
  }

  private static ObjectWriteContext context() {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    return new ObjectWriteContext.Base() {
      @Override
      public boolean hasPrettyPrinter() {
        return true;
      }

      @Override
      public DefaultPrettyPrinter getPrettyPrinter() {
        return printer.createInstance();
      }
    };
  }
}
