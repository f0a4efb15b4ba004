package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Keys that may use the same models are a group, whose number is part of the keys of the routing
 * map: a name that is not for a group is not in the map. Group 0 may use all models.
 */
final class KeyGroups {
  private final List<Set<ModelName>> groups = new ArrayList<>();

  private KeyGroups(List<Model> models) {
    groups.add(new LinkedHashSet<>(models.stream().map(Model::name).toList()));
  }

  static KeyGroups of(Catalog catalog) {
    KeyGroups result = new KeyGroups(catalog.models());
    if (catalog.apiKeys() != null) {
      for (ApiKey key : catalog.apiKeys().enabled()) {
        Set<ModelName> permitted = permitted(key);
        if (key.models() != null && !result.groups.contains(permitted)) {
          result.groups.add(permitted);
        }
      }
    }
    return result;
  }

  private static Set<ModelName> permitted(ApiKey key) {
    return key.models() == null ? Set.of() : new LinkedHashSet<>(key.models());
  }

  /** Whether there is a key that may not use all models. */
  boolean areNeeded() {
    return groups.size() > 1;
  }

  int count() {
    return groups.size();
  }

  int of(ApiKey key) {
    return key.models() == null ? 0 : groups.indexOf(permitted(key));
  }

  boolean permits(int group, ModelName model) {
    return groups.get(group).contains(model);
  }
}
