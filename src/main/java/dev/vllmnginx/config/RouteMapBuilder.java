package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.config.syntax.MapValue;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;

/** Models to the two maps of the routing decision. */
final class RouteMapBuilder {
  /**
   * Stands before every name that a client sends, so that {@code default} and the like are names as
   * any other.
   */
  private static final String PREFIX = "=";

  private static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  private RouteMapBuilder() {}

  /**
   * @param anyLength whether nginx.conf is ours, so that {@code map_hash_bucket_size} can stand
   *     before the first map. In somebody else's {@code http} block it may come too late.
   */
  static RouteMap build(
      List<Model> models, List<Upstream> upstreams, Profiles profiles, boolean anyLength) {
    MapKeys requested = new MapKeys(keys(models), anyLength);
    MapKeys canonical =
        new MapKeys(models.stream().map(model -> model.name().value()).toList(), anyLength);
    List<RouteMap.Name> names = new ArrayList<>();
    List<RouteMap.Entry> entries = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      CatalogPath path = MODELS.index(i);
      String profile = Integer.toString(profiles.indexOf(model));
      names.add(name(requested, model.name(), model, profile, path.key("name")));
      for (int j = 0; j < model.aliases().size(); j++) {
        CatalogPath alias = path.key("aliases").index(j);
        names.add(name(requested, model.aliases().get(j), model, profile, alias));
      }
      entries.add(
          new RouteMap.Entry(
              canonical.key(model.name().value(), path.key("name")), upstreams.get(i).name()));
    }
    return new RouteMap(names, entries);
  }

  /** Every key of the larger of the two maps. */
  static List<String> keys(List<Model> models) {
    List<String> keys = new ArrayList<>();
    for (Model model : models) {
      keys.add(PREFIX + model.name());
      model.aliases().forEach(alias -> keys.add(PREFIX + alias));
    }
    return keys;
  }

  private static RouteMap.Name name(
      MapKeys keys, ModelName requested, Model model, String profile, CatalogPath origin) {
    return new RouteMap.Name(
        keys.key(PREFIX + requested, origin),
        MapValue.of(origin, requested.value(), model.name().value(), profile));
  }
}
