package dev.vllmnginx.render;

import dev.vllmnginx.config.RouteTable;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** The data of the scripts: modules that are one JSON literal each. */
final class RouteTableJson {
  private static final DefaultIndenter INDENT = new DefaultIndenter("  ", "\n");

  private RouteTableJson() {}

  /** njs/routes.js: what the routing decision needs beside the maps. */
  static String routes(RouteTable table) {
    return module(
        json -> {
          json.writeStartObject();
          fallback(json, "unknown_model", table.unknownModel());
          fallback(json, "missing_model", table.missingModel());
          json.writeArrayPropertyStart("profiles");
          table.profiles().forEach(profile -> profile(json, profile));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /** njs/listed.js: the names that {@code GET /v1/models} shows. */
  static String listed(RouteTable table) {
    return module(
        json -> {
          json.writeStartArray();
          table.listed().forEach(json::writeString);
          json.writeEndArray();
        });
  }

  private static void fallback(
      JsonGenerator json, String key, RouteTable.@Nullable Fallback fallback) {
    if (fallback == null) {
      json.writeNullProperty(key);
      return;
    }
    json.writeObjectPropertyStart(key);
    json.writeStringProperty("name", fallback.model());
    json.writeNumberProperty("profile", fallback.profile());
    json.writeEndObject();
  }

  private static void profile(JsonGenerator json, RouteTable.Profile profile) {
    json.writeStartObject();
    json.writeObjectPropertyStart("endpoints");
    profile.endpoints().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeNumberProperty("max_body_size", profile.maxBodySize());
    json.writeEndObject();
  }

  private static String module(Consumer<JsonGenerator> content) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(new ReadableJson(), out)) {
      content.accept(json);
    }
    return "export default " + out + ";\n";
  }

  /** One value a line, so that a change of the catalog is a small difference here. */
  private static final class ReadableJson extends ObjectWriteContext.Base {
    @Override
    public boolean hasPrettyPrinter() {
      return true;
    }

    @Override
    public PrettyPrinter getPrettyPrinter() {
      return new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT);
    }
  }
}
