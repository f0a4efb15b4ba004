package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.IpAddress;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server for Prometheus. */
final class MetricsServerBuilder {
  private static final CatalogPath LISTEN = CatalogPath.ROOT.key("metrics").key("listen");

  /**
   * KiB that the entries of a model and of one of its servers may take, each 256 bytes, with a long
   * name 512.
   */
  private static final int MODEL_KIB = 96;

  private static final int REPLICA_KIB = 6;

  /** The same of a key with one model. */
  private static final int KEY_KIB = 2;

  private MetricsServerBuilder() {}

  static @Nullable MetricsServer build(
      Catalog catalog, Profiles profiles, List<EntryLocation> entries, Placement placement) {
    Metrics metrics = catalog.metrics();
    if (metrics == null) {
      return null;
    }
    Tls tls = catalog.gateway().tls();
    String prefix = placement.socketPrefix();
    List<MetricsServer.ObservedModel> models = new ArrayList<>();
    for (Model model : catalog.models()) {
      models.add(observed(catalog, model, profiles));
    }
    ApiKeys keys = catalog.apiKeys();
    List<ApiKey> counted = metrics.byKey() && keys != null ? keys.keys() : List.of();
    return new MetricsServer(
        new Address(
            prefix == null ? metrics.listen().text() : "unix:" + prefix + "metrics", LISTEN),
        metrics.listen().address() != null,
        metrics.byKey() && keys != null,
        zoneSize(catalog),
        entries.stream().map(EntryLocation::path).toList(),
        new MetricsServer.Observed(
            catalog.logging().accounting(),
            tls == null ? null : tls.certificate(),
            catalog.gateway().limits().dryRun() ? "dry_run" : "enforced",
            counted.stream().map(key -> key.id().value()).toList(),
            models));
  }

  private static MetricsServer.ObservedModel observed(
      Catalog catalog, Model model, Profiles profiles) {
    RouteTable.Profile profile = profiles.all().get(profiles.nameOf(model));
    if (profile == null) {
      throw new IllegalArgumentException("a model has a profile");
    }
    return new MetricsServer.ObservedModel(
        model.name().value(),
        new ArrayList<>(profile.endpoints().keySet()),
        model.servers().stream()
            .filter(server -> IpAddress.parse(server.address().host()).isPresent())
            .map(server -> server.address().text())
            .toList(),
        limits(catalog, model));
  }

  /** In the words of the count: njs/metrics.js. */
  private static List<String> limits(Catalog catalog, Model model) {
    List<Limits> all = new ArrayList<>(List.of(catalog.gateway().limits(), model.limits()));
    ApiKeys keys = catalog.apiKeys();
    if (keys != null) {
      keys.keys().stream()
          .filter(key -> key.permits(model.name()))
          .forEach(key -> all.add(key.limits()));
    }
    List<String> kinds = new ArrayList<>();
    if (all.stream().anyMatch(limits -> limits.requests() != null)) {
      kinds.add("requests");
    }
    if (all.stream().anyMatch(limits -> limits.concurrency() > 0)) {
      kinds.add("concurrency");
    }
    if (all.stream().anyMatch(limits -> limits.tokens() != null)) {
      kinds.add("tokens");
    }
    return kinds;
  }

  /**
   * A power of two, so that a few models more or less leave the size as it is, and with it the
   * counts.
   */
  private static Size zoneSize(Catalog catalog) {
    List<Model> models = catalog.models();
    int replicas = models.stream().mapToInt(model -> model.servers().size()).sum();
    long needed = (long) MODEL_KIB * models.size() + (long) REPLICA_KIB * replicas;
    Metrics metrics = catalog.metrics();
    ApiKeys keys = catalog.apiKeys();
    if (metrics != null && metrics.byKey() && keys != null) {
      needed += (long) KEY_KIB * keys.keys().size() * models.size();
    }
    long mebibytes = Math.max(1, Long.highestOneBit((needed * 2 - 1) >> 10));
    return new Size(mebibytes + "m", null);
  }
}
