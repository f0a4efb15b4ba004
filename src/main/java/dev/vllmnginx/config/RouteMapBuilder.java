package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Models to the maps of the routing decision. */
final class RouteMapBuilder {
  /**
   * Stands before every name that a client sends, so that {@code default} and the like are names as
   * any other.
   */
  private static final String PREFIX = "=";

  private static final CatalogPath GATEWAY = CatalogPath.ROOT.key("gateway");
  private static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  private RouteMapBuilder() {}

  /**
   * @param anyLength whether nginx.conf is ours, so that {@code map_hash_bucket_size} can stand
   *     before the first map. In somebody else's {@code http} block it may come too late.
   */
  static RouteMap build(
      Catalog catalog,
      KeyGroups groups,
      List<Upstream> upstreams,
      Profiles profiles,
      boolean anyLength) {
    List<Model> models = catalog.models();
    MapKeys requested = new MapKeys(keys(models, groups), anyLength);
    MapKeys canonical =
        new MapKeys(models.stream().map(model -> model.name().value()).toList(), anyLength);
    List<RouteMap.Name> names = new ArrayList<>();
    List<RouteMap.Entry> entries = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      CatalogPath path = MODELS.index(i);
      String profile = profiles.nameOf(model);
      for (String prefix : prefixes(model, groups)) {
        names.add(name(requested, prefix, model.name(), model, profile, path.key("name")));
        for (int j = 0; j < model.aliases().size(); j++) {
          CatalogPath alias = path.key("aliases").index(j);
          names.add(name(requested, prefix, model.aliases().get(j), model, profile, alias));
        }
      }
      entries.add(
          new RouteMap.Entry(
              canonical.key(model.name().value(), path.key("name")),
              upstreams.get(i).name(),
              model.health() == null
                  ? null
                  : HealthChecksBuilder.key(model, upstreams.get(i).name())));
    }
    return new RouteMap(
        groups.areNeeded(),
        closed(catalog.gateway().unknownModel(), groups),
        closed(catalog.gateway().missingModel(), groups),
        names,
        fallback(catalog, profiles, catalog.gateway().unknownModel(), "unknown_model"),
        fallback(catalog, profiles, catalog.gateway().missingModel(), "missing_model"),
        responsesModel(models),
        endpoints(profiles),
        renames(models, anyLength),
        entries);
  }

  private static List<RouteMap.Rename> renames(List<Model> models, boolean anyLength) {
    MapKeys keys =
        new MapKeys(
            models.stream()
                .filter(model -> model.servedName() != null)
                .map(model -> model.name().value())
                .toList(),
            anyLength);
    List<RouteMap.Rename> renames = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      ModelName served = model.servedName();
      if (served != null) {
        CatalogPath path = MODELS.index(i);
        renames.add(
            new RouteMap.Rename(
                keys.key(model.name().value(), path.key("name")),
                MapValue.of(path.key("served_name"), served.value())));
      }
    }
    return renames;
  }

  private static @Nullable MapValue responsesModel(List<Model> models) {
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      if (model.endpoints().stream().anyMatch(e -> e.protocol() == Endpoint.Protocol.BY_ID)) {
        return MapValue.of(MODELS.index(i).key("endpoints"), model.name().value());
      }
    }
    return null;
  }

  /** Every key of the larger of the two maps. */
  static List<String> keys(List<Model> models, KeyGroups groups) {
    List<String> keys = new ArrayList<>();
    for (Model model : models) {
      for (String prefix : prefixes(model, groups)) {
        keys.add(prefix + model.name());
        model.aliases().forEach(alias -> keys.add(prefix + alias));
      }
    }
    return keys;
  }

  /** What stands in front of a model's names: with groups, one for each that may use it. */
  private static List<String> prefixes(Model model, KeyGroups groups) {
    if (!groups.areNeeded()) {
      return List.of(PREFIX);
    }
    return IntStream.range(0, groups.count())
        .filter(group -> groups.permits(group, model.name()))
        .mapToObj(group -> group + PREFIX)
        .toList();
  }

  private static List<Integer> closed(@Nullable ModelName fallback, KeyGroups groups) {
    return fallback == null
        ? List.of()
        : IntStream.range(0, groups.count())
            .filter(group -> !groups.permits(group, fallback))
            .boxed()
            .toList();
  }

  private static @Nullable MapValue fallback(
      Catalog catalog, Profiles profiles, @Nullable ModelName name, String key) {
    return catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .map(model -> route(GATEWAY.key(key), model.name(), model, profiles.nameOf(model)))
        .orElse(null);
  }

  private static List<RouteMap.EndpointRoute> endpoints(Profiles profiles) {
    Map<String, List<String>> words = new LinkedHashMap<>();
    Map<String, Long> largest = new LinkedHashMap<>();
    profiles
        .all()
        .values()
        .forEach(
            profile ->
                profile
                    .endpoints()
                    .keySet()
                    .forEach(path -> largest.merge(path, profile.maxBodySize(), Math::max)));
    profiles
        .all()
        .forEach(
            (name, profile) ->
                profile
                    .endpoints()
                    .forEach(
                        (path, location) ->
                            words
                                .computeIfAbsent(path, key -> new ArrayList<>())
                                .addAll(
                                    List.of(
                                        name,
                                        location,
                                        limit(profile.maxBodySize(), largest.get(path))))));
    List<RouteMap.EndpointRoute> endpoints = new ArrayList<>();
    words.forEach(
        (path, routes) ->
            endpoints.add(
                new RouteMap.EndpointRoute(
                    MapKey.path(path), MapValue.of(MODELS, routes.toArray(String[]::new)))));
    return endpoints;
  }

  /** The largest of a path is its {@code client_max_body_size}. */
  private static String limit(long maxBodySize, @Nullable Long largest) {
    return largest != null && maxBodySize >= largest ? "any" : Long.toString(maxBodySize);
  }

  private static MapValue route(
      CatalogPath origin, ModelName requested, Model model, String profile) {
    return MapValue.of(origin, requested.value(), model.name().value(), profile);
  }

  private static RouteMap.Name name(
      MapKeys keys,
      String prefix,
      ModelName requested,
      Model model,
      String profile,
      CatalogPath origin) {
    return new RouteMap.Name(
        keys.key(prefix + requested, origin), route(origin, requested, model, profile));
  }
}
