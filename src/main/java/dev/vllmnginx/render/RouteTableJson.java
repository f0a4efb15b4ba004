package dev.vllmnginx.render;

import dev.vllmnginx.config.RouteTable;
import java.io.StringWriter;
import java.util.function.Consumer;
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

  /** njs/routes.js: the paths that the models of each profile have, to be told to clients. */
  static String routes(RouteTable table) {
    return module(
        json -> {
          json.writeStartObject();
          table.profiles().forEach((name, profile) -> profile(json, name, profile));
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

  private static void profile(JsonGenerator json, String name, RouteTable.Profile profile) {
    json.writeArrayPropertyStart(name);
    profile.endpoints().keySet().forEach(json::writeString);
    json.writeEndArray();
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
