package dev.vllmnginx.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the script knows, written as JSON into njs/routes.js.
 *
 * @param unknownModel serves unknown names; null: none does
 * @param missingModel serves requests that name no model; null: none does
 * @param profiles what models have in common
 * @param models canonical name to index of its profile
 * @param aliases further name to canonical name
 * @param listed the names that {@code GET /v1/models} shows, in the catalog's order
 */
public record RouteTable(
    @Nullable String unknownModel,
    @Nullable String missingModel,
    List<Profile> profiles,
    Map<String, Integer> models,
    Map<String, String> aliases,
    List<String> listed) {
  public RouteTable {
    profiles = List.copyOf(profiles);
    models = new LinkedHashMap<>(models);
    aliases = new LinkedHashMap<>(aliases);
    listed = List.copyOf(listed);
  }

  /**
   * What models have in common.
   *
   * @param endpoints path to the named location that passes its requests on
   * @param maxBodySize bytes
   */
  public record Profile(Map<String, String> endpoints, long maxBodySize) {
    public Profile {
      endpoints = new LinkedHashMap<>(endpoints);
    }
  }
}
