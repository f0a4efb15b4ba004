package dev.vllmnginx.cli;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.Location;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The models of a catalog for programs, with every default filled in; times and sizes are text as
 * in the catalog. {@code models} is null when the catalog is not valid.
 */
final class ModelListJson {
  private ModelListJson() {}

  static String of(@Nullable CatalogDocument document, List<Diagnostic> diagnostics) {
    return JsonResult.of(
        json -> {
          if (document == null) {
            json.writeNullProperty("models");
          } else {
            writeModels(document, json);
          }
          JsonRenderer.write(diagnostics, json);
        });
  }

  private static void writeModels(CatalogDocument document, JsonGenerator json) {
    json.writeArrayPropertyStart("models");
    List<Model> models = document.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      CatalogPath path = CatalogPath.ROOT.key("models").index(i);
      write(models.get(i), document.locate(path).map(Location::line).orElseThrow(), json);
    }
    json.writeEndArray();
  }

  private static void write(Model model, int line, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("name", model.name().value());
    json.writeStringProperty("type", model.type().keyword());
    json.writeArrayPropertyStart("endpoints");
    model.endpoints().forEach(endpoint -> json.writeString(endpoint.path()));
    json.writeEndArray();
    json.writeArrayPropertyStart("aliases");
    model.aliases().forEach(alias -> json.writeString(alias.value()));
    json.writeEndArray();
    ModelName served = model.servedName();
    json.writeStringProperty("served_name", served == null ? null : served.value());
    json.writeBooleanProperty("list_aliases", model.listAliases());
    json.writeStringProperty("balance", model.balance().keyword());
    json.writeArrayPropertyStart("servers");
    model.servers().forEach(server -> write(server, json));
    json.writeEndArray();
    json.writeStringProperty("connect_timeout", model.timeouts().connect().text());
    json.writeStringProperty("read_timeout", model.timeouts().read().text());
    json.writeStringProperty("send_timeout", model.timeouts().send().text());
    json.writeStringProperty("max_body_size", model.maxBodySize().text());
    json.writeNumberProperty("line", line);
    json.writeEndObject();
  }

  private static void write(Server server, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("address", server.address().text());
    json.writeNumberProperty("weight", server.weight());
    json.writeNumberProperty("max_conns", server.maxConns());
    json.writeNumberProperty("max_fails", server.maxFails());
    json.writeStringProperty("fail_timeout", server.failTimeout().text());
    json.writeBooleanProperty("backup", server.backup());
    json.writeBooleanProperty("down", server.down());
    json.writeEndObject();
  }
}
