package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What models have in common as far as the routing decision is concerned: {@code p0}, {@code p1}
 * and so on, in the order in which it occurs.
 */
final class Profiles {
  private final Map<RouteTable.Profile, String> names = new LinkedHashMap<>();
  private final ProxyLocations proxies;

  Profiles(List<Model> models, ProxyLocations proxies) {
    this.proxies = proxies;
    models.forEach(model -> names.putIfAbsent(profile(model), "p" + names.size()));
  }

  String nameOf(Model model) {
    String name = names.get(profile(model));
    if (name == null) {
      throw new IllegalArgumentException("not a model of this catalog: " + model.name());
    }
    return name;
  }

  Map<String, RouteTable.Profile> all() {
    Map<String, RouteTable.Profile> all = new LinkedHashMap<>();
    names.forEach((profile, name) -> all.put(name, profile));
    return all;
  }

  private RouteTable.Profile profile(Model model) {
    return new RouteTable.Profile(proxies.endpoints(model), model.maxBodySize().bytes());
  }
}
