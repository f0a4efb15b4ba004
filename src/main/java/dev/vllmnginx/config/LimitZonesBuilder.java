package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.RequestRate;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapValue;
import dev.vllmnginx.config.syntax.Rate;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Limits to zones: those who have the same limit share one, in which each is counted apart. */
final class LimitZonesBuilder {
  private static final String CLIENT = "client";
  private static final Size FOR_CLIENTS = new Size("10m", null);

  /**
   * One kind of limit.
   *
   * @param by whose requests
   * @param rate null: requests at a time
   * @param most burst, or how many at a time
   */
  private record Kind(String by, @Nullable RequestRate rate, int most) {}

  private final Map<Kind, List<LimitZone.Member>> kinds = new LinkedHashMap<>();
  private final boolean anyLength;

  private LimitZonesBuilder(boolean anyLength) {
    this.anyLength = anyLength;
  }

  /**
   * All limits of a catalog.
   *
   * @param anyLength as in {@link RouteMapBuilder}
   * @return null when nothing is limited
   */
  static @Nullable LimitZones build(Catalog catalog, boolean anyLength) {
    LimitZonesBuilder builder = new LimitZonesBuilder(anyLength);
    builder.add(CLIENT, catalog.gateway().limits(), null);
    builder.models(catalog.models());
    builder.keys(catalog.apiKeys() == null ? List.of() : catalog.apiKeys().keys());
    List<LimitZone> zones = builder.zones();
    TokenLimits tokens = TokenLimitsBuilder.build(catalog, anyLength);
    return zones.isEmpty() && tokens == null
        ? null
        : new LimitZones(
            zones,
            tokens,
            builder.rates(zones),
            catalog.gateway().limits().dryRun(),
            builder.retryAfter());
  }

  private void models(List<Model> models) {
    MapKeys names = mapKeys(models.stream().map(model -> model.name().value()).toList());
    for (int i = 0; i < models.size(); i++) {
      CatalogPath origin = CatalogPath.ROOT.key("models").index(i).key("name");
      String name = models.get(i).name().value();
      add("model", models.get(i).limits(), member(names, name, origin));
    }
  }

  private void keys(List<ApiKey> keys) {
    MapKeys ids = mapKeys(keys.stream().map(key -> key.id().value()).toList());
    for (int i = 0; i < keys.size(); i++) {
      CatalogPath origin = CatalogPath.ROOT.key("api_keys").index(i).key("id");
      String id = keys.get(i).id().value();
      add("key", keys.get(i).limits(), member(ids, id, origin));
    }
  }

  private MapKeys mapKeys(List<String> names) {
    return new MapKeys(names, anyLength);
  }

  private static LimitZone.Member member(MapKeys keys, String name, CatalogPath origin) {
    return new LimitZone.Member(keys.key(name, origin), MapValue.of(origin, name));
  }

  private void add(String by, Limits limits, LimitZone.@Nullable Member member) {
    RequestRate rate = limits.requests();
    if (rate != null) {
      add(new Kind(by, rate, limits.burst()), member);
    }
    if (limits.concurrency() > 0) {
      add(new Kind(by, null, limits.concurrency()), member);
    }
  }

  private void add(Kind kind, LimitZone.@Nullable Member member) {
    List<LimitZone.Member> members = kinds.computeIfAbsent(kind, key -> new ArrayList<>());
    if (member != null) {
      members.add(member);
    }
  }

  private List<LimitZone> zones() {
    List<LimitZone> zones = new ArrayList<>();
    kinds.forEach((kind, members) -> zones.add(zone(kind, members)));
    return zones;
  }

  /** Of those that apply to a request the smallest is the one that counts. */
  private List<LimitZones.RequestRate> rates(List<LimitZone> zones) {
    List<Kind> all = List.copyOf(kinds.keySet());
    List<LimitZones.RequestRate> result = new ArrayList<>();
    for (int i = 0; i < zones.size(); i++) {
      RequestRate rate = all.get(i).rate();
      if (rate != null) {
        result.add(new LimitZones.RequestRate(zones.get(i), rate.inAMinute()));
      }
    }
    result.sort(Comparator.comparingInt(LimitZones.RequestRate::perMinute));
    return result;
  }

  private static LimitZone zone(Kind kind, List<LimitZone.Member> members) {
    RequestRate rate = kind.rate();
    String what = rate == null ? "at_a_time" : "requests";
    Identifier name =
        ZoneName.of(
            kind.by() + "_" + what,
            (rate == null ? "concurrency" : rate.text())
                + kind.most()
                + (kind.by().equals(CLIENT) ? " $vllm_client" : ""));
    Size size = kind.by().equals(CLIENT) ? FOR_CLIENTS : size(members.size());
    Rate directive = rate == null ? null : new Rate(rate.text());
    return new LimitZone(name, size, kind.by(), members, directive, kind.most());
  }

  /** An entry takes less than 512 bytes of the zone; the zone's own book-keeping takes pages. */
  private static Size size(int members) {
    return new Size(64 + members / 2 + "k", null);
  }

  private int retryAfter() {
    return kinds.keySet().stream()
        .map(Kind::rate)
        .mapToInt(rate -> rate == null ? 1 : rate.secondsForOne())
        .max()
        .orElse(1);
  }
}
