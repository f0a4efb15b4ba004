package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What models have in common as far as the script is concerned, numbered in the order in which it
 * occurs.
 */
final class Profiles {
  private final Map<RouteTable.Profile, Integer> indexes = new LinkedHashMap<>();
  private final ProxyLocations proxies;

  Profiles(List<Model> models, ProxyLocations proxies) {
    this.proxies = proxies;
    models.forEach(model -> indexes.putIfAbsent(profile(model), indexes.size()));
  }

  int indexOf(Model model) {
    Integer index = indexes.get(profile(model));
    if (index == null) {
      throw new IllegalArgumentException("not a model of this catalog: " + model.name());
    }
    return index;
  }

  List<RouteTable.Profile> all() {
    return new ArrayList<>(indexes.keySet());
  }

  private RouteTable.Profile profile(Model model) {
    return new RouteTable.Profile(
        proxies.endpoints(model.type(), model.timeouts()), model.maxBodySize().bytes());
  }
}
