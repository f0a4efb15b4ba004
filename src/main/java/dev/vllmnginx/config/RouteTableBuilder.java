package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the script knows of the catalog. */
final class RouteTableBuilder {
  private RouteTableBuilder() {}

  static RouteTable build(Catalog catalog, ProxyLocations proxies) {
    Map<RouteTable.Profile, Integer> profiles = new LinkedHashMap<>();
    Map<String, Integer> models = new LinkedHashMap<>();
    Map<String, String> aliases = new LinkedHashMap<>();
    List<String> listed = new ArrayList<>();
    for (Model model : catalog.models()) {
      RouteTable.Profile profile =
          new RouteTable.Profile(
              proxies.endpoints(model.type(), model.timeouts()), model.maxBodySize().bytes());
      int next = profiles.size();
      models.put(model.name().value(), profiles.computeIfAbsent(profile, key -> next));
      listed.add(model.name().value());
      for (ModelName alias : model.aliases()) {
        aliases.put(alias.value(), model.name().value());
        listed.add(alias.value());
      }
    }
    return new RouteTable(
        name(catalog.gateway().unknownModel()),
        name(catalog.gateway().missingModel()),
        new ArrayList<>(profiles.keySet()),
        models,
        aliases,
        listed);
  }

  private static @Nullable String name(@Nullable ModelName model) {
    return model == null ? null : model.value();
  }
}
