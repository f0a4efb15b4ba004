package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** Tokens are counted in memory that all workers share, in entries that are forgotten in time. */
final class TokensTarget implements Rule {
  /** Has {@code js_shared_dict_zone}, and entries in it that expire each at a time of its own. */
  private static final Version NJS = Version.of(0, 8, 5);

  @Override
  public List<Finding> check(Subject subject) {
    Catalog catalog = subject.catalog();
    if (catalog.nginx().njs().isAtLeast(NJS)) {
      return List.of();
    }
    List<CatalogPath> places = new ArrayList<>();
    add(places, Paths.GATEWAY, catalog.gateway().limits());
    for (int i = 0; i < catalog.models().size(); i++) {
      add(places, Paths.model(i), catalog.models().get(i).limits());
    }
    List<ApiKey> keys = catalog.apiKeys() == null ? List.of() : catalog.apiKeys().keys();
    for (int i = 0; i < keys.size(); i++) {
      add(places, Paths.key(i), keys.get(i).limits());
    }
    return places.stream().limit(1).map(place -> finding(place, catalog.nginx().njs())).toList();
  }

  private static void add(List<CatalogPath> places, CatalogPath owner, Limits limits) {
    if (limits.tokens() != null) {
      places.add(owner.key("limits").key("tokens"));
    }
  }

  private static Finding finding(CatalogPath place, Version declared) {
    return Finding.error(
        DiagnosticCode.NEEDS_NEWER_NGINX,
        place,
        "limits of tokens need njs "
            + NJS
            + " (js_shared_dict_zone), the catalog is for njs "
            + declared,
        "if every nginx is as new as Debian 13's, write nginx: {version: \"1.26\", njs: \"0.8.9\"};"
            + " requests and concurrency are limited by any");
  }
}
