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
        for (KeyHash hash : key.hashes()) {
          entries.add(entry(key, hash, key.expires(), groups.of(key), place));
        }
        ApiKey.Previous previous = key.previous();
        if (previous != null) {
          Instant end = earlier(key.expires(), previous.expires());
          entries.add(entry(key, previous.hash(), end, groups.of(key), place.key("previous")));
        }
      }
    }
    return new KeyAccess(entries, groups.areNeeded(), ZoneName.of("guesses", "$vllm_client 10r/s"));
  }

  private static KeyAccess.Entry entry(
      ApiKey key, KeyHash hash, @Nullable Instant expires, int group, CatalogPath place) {
    return new KeyAccess.Entry(
        MapKey.plain(hash.hex().substring(0, HALF), place.key("sha256")),
        MapValue.of(
            place,
            hash.hex().substring(HALF),
            key.id().value(),
            expiry(expires),
            Integer.toString(group)));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private static String expiry(@Nullable Instant expires) {
    return expires == null ? "0" : Long.toString(expires.toEpochMilli());
  }
}
