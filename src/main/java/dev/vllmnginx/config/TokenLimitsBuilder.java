package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.TokenRate;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Limits of tokens to what the script knows of them. */
final class TokenLimitsBuilder {
  /** KiB that two numbers and their names take at most. */
  private static final int SHARE_KIB = 1;

  private TokenLimitsBuilder() {}

  /**
   * What all limits of tokens come to.
   *
   * @param anyLength as in {@link RouteMapBuilder}
   * @return null when no tokens are limited
   */
  static @Nullable TokenLimits build(Catalog catalog, boolean anyLength) {
    List<TokenLimits.Share> models = models(catalog.models(), anyLength);
    List<TokenLimits.Share> keys =
        catalog.apiKeys() == null ? List.of() : keys(catalog.apiKeys().keys(), anyLength);
    int client = perMinute(catalog.gateway().limits());
    return client == 0 && models.isEmpty() && keys.isEmpty()
        ? null
        : new TokenLimits(client, models, keys, size(models.size() + keys.size()));
  }

  private static List<TokenLimits.Share> models(List<Model> models, boolean anyLength) {
    MapKeys names =
        new MapKeys(models.stream().map(model -> model.name().value()).toList(), anyLength);
    List<TokenLimits.Share> shares = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      CatalogPath origin = CatalogPath.ROOT.key("models").index(i).key("name");
      add(shares, models.get(i).limits(), models.get(i).name().value(), names, origin);
    }
    return shares;
  }

  private static List<TokenLimits.Share> keys(List<ApiKey> keys, boolean anyLength) {
    MapKeys ids = new MapKeys(keys.stream().map(key -> key.id().value()).toList(), anyLength);
    List<TokenLimits.Share> shares = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      CatalogPath origin = CatalogPath.ROOT.key("api_keys").index(i).key("id");
      add(shares, keys.get(i).limits(), keys.get(i).id().value(), ids, origin);
    }
    return shares;
  }

  private static void add(
      List<TokenLimits.Share> shares,
      Limits limits,
      String name,
      MapKeys names,
      CatalogPath origin) {
    int tokens = perMinute(limits);
    if (tokens > 0) {
      shares.add(new TokenLimits.Share(names.key(name, origin), tokens));
    }
  }

  private static int perMinute(Limits limits) {
    TokenRate rate = limits.tokens();
    return rate == null ? 0 : rate.perMinute();
  }

  /** A power of two, so that a few more or less leave the size as it is, and with it the counts. */
  private static Size size(int shares) {
    long mebibytes = Math.max(1, Long.highestOneBit((2L * SHARE_KIB * shares) >> 10) * 2);
    return new Size(mebibytes + "m", null);
  }
}
