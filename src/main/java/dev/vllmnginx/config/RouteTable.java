package dev.vllmnginx.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the scripts know of the catalog, written as JSON. The names are in a file of their own,
 * which only the list of models loads: the njs engine evaluates every literal of a script anew for
 * every request.
 *
 * @param unknownModel the model that serves unknown names, with its profile; null: none does
 * @param missingModel the model that serves requests that name none, with its profile; null: none
 *     does
 * @param profiles what models have in common
 * @param listed the names that {@code GET /v1/models} shows, in the catalog's order
 */
public record RouteTable(
    @Nullable Fallback unknownModel,
    @Nullable Fallback missingModel,
    List<Profile> profiles,
    List<String> listed) {
  public RouteTable {
    profiles = List.copyOf(profiles);
    listed = List.copyOf(listed);
  }

  /** A model that takes what names none of its own. */
  public record Fallback(String model, int profile) {}

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
