package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An id, whatever its case, and a hash belong to one key: a log, a limit and a decision are about
 * one client.
 */
final class DistinctApiKeys implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    ApiKeys apiKeys = subject.catalog().apiKeys();
    if (apiKeys == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    Map<String, CatalogPath> ids = new HashMap<>();
    Map<KeyHash, CatalogPath> hashes = new HashMap<>();
    for (int i = 0; i < apiKeys.keys().size(); i++) {
      ApiKey key = apiKeys.keys().get(i);
      CatalogPath id = Paths.key(i).key("id");
      CatalogPath first = ids.putIfAbsent(key.id().value().toLowerCase(Locale.ROOT), id);
      if (first != null) {
        findings.add(sameId(key, id, first));
      }
      for (KeyHash hash : key.hashes()) {
        CatalogPath place = Paths.key(i).key("sha256");
        CatalogPath other = hashes.putIfAbsent(hash, place);
        if (other != null) {
          findings.add(sameHash(place, other));
        }
      }
      ApiKey.Previous previous = key.previous();
      if (previous != null) {
        CatalogPath place = Paths.key(i).key("previous").key("sha256");
        CatalogPath other = hashes.putIfAbsent(previous.hash(), place);
        if (other != null) {
          findings.add(sameHash(place, other));
        }
      }
    }
    return findings;
  }

  private static Finding sameId(ApiKey key, CatalogPath place, CatalogPath first) {
    return Finding.error(
            DiagnosticCode.DUPLICATE_API_KEY,
            place,
            "the id " + Visible.quote(key.id().value()) + " is already taken by " + first,
            "give every key an id of its own; case makes no difference")
        .with(first);
  }

  private static Finding sameHash(CatalogPath place, CatalogPath first) {
    return Finding.error(
            DiagnosticCode.DUPLICATE_API_KEY,
            place,
            "this hash is already at " + first,
            "give every client a key of its own")
        .with(first);
  }
}
