package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keys to the map that knows them. */
final class KeyAccessBuilder {
  private static final CatalogPath KEYS = CatalogPath.ROOT.key("api_keys");

  /** Hexadecimal digits of a hash that the map looks up; the script compares the others. */
  private static final int HALF = 32;

  private KeyAccessBuilder() {}

  static @Nullable KeyAccess build(@Nullable ApiKeys apiKeys, KeyGroups groups) {
    if (apiKeys == null) {
      return null;
    }
    List<KeyAccess.Entry> entries = new ArrayList<>();
    for (int i = 0; i < apiKeys.keys().size(); i++) {
      ApiKey key = apiKeys.keys().get(i);
      if (!key.disabled()) {
        CatalogPath place = KEYS.index(i);
        key.hashes().forEach(hash -> entries.add(entry(key, hash, groups.of(key), place)));
      }
    }
    return new KeyAccess(
        entries, groups.areNeeded(), ZoneName.of("guesses", "$binary_remote_addr 10r/s"));
  }

  private static KeyAccess.Entry entry(ApiKey key, KeyHash hash, int group, CatalogPath place) {
    return new KeyAccess.Entry(
        MapKey.plain(hash.hex().substring(0, HALF), place.key("sha256")),
        MapValue.of(
            place.key("id"),
            hash.hex().substring(HALF),
            key.id().value(),
            expiry(key.expires()),
            Integer.toString(group)));
  }

  private static String expiry(@Nullable Instant expires) {
    return expires == null ? "0" : Long.toString(expires.toEpochMilli());
  }
}
