package dev.vllmnginx.render;

import dev.vllmnginx.config.RouteTable;
import tools.jackson.core.JsonGenerator;

/** The data of the scripts: modules that are one JSON literal each. */
final class RouteTableJson {
  private RouteTableJson() {}

  /** njs/routes.js: the paths that the models of each profile have, to be told to clients. */
  static String routes(RouteTable table) {
    return JsonModule.of(
        json -> {
          json.writeStartObject();
          table.profiles().forEach((name, profile) -> profile(json, name, profile));
          json.writeEndObject();
        });
  }

  /** njs/listed.js: the names that {@code GET /v1/models} shows, by the group of the key. */
  static String listed(RouteTable table) {
    return JsonModule.of(
        json -> {
          json.writeStartObject();
          table
              .listed()
              .forEach(
                  (group, names) -> {
                    json.writeArrayPropertyStart(group);
                    names.forEach(json::writeString);
                    json.writeEndArray();
                  });
          json.writeEndObject();
        });
  }

  private static void profile(JsonGenerator json, String name, RouteTable.Profile profile) {
    json.writeArrayPropertyStart(name);
    profile.endpoints().keySet().forEach(json::writeString);
    json.writeEndArray();
  }
}
