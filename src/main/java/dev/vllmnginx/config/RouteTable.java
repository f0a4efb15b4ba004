package dev.vllmnginx.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the scripts know of the catalog beside the maps, written as JSON. Each script loads only
 * what it needs: the njs engine evaluates every literal of a script anew for every request.
 *
 * @param profiles what models have in common, by name
 * @param listed the names that {@code GET /v1/models} shows, in the catalog's order, for each group
 *     of keys; group 0 sees all
 */
public record RouteTable(Map<String, Profile> profiles, Map<String, List<String>> listed) {
  public RouteTable {
    profiles = new LinkedHashMap<>(profiles);
    listed = new LinkedHashMap<>(listed);
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
