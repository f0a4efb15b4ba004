package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.catalog.KeyId;
import dev.vllmnginx.catalog.Limits;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key that only one trial knows, for its own requests, beside those of the catalog. */
final class TrialKey {
  private static final int BYTES = 16;
  private static final KeyId ID = new KeyId("vllm-nginx-try");

  private TrialKey() {}

  /** A new one, where the catalog wants keys; else null. */
  static @Nullable String of(Catalog catalog) {
    if (catalog.apiKeys() == null) {
      return null;
    }
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return "try-" + HexFormat.of().formatHex(bytes);
  }

  /** The catalog's keys, whose tokens are not limited here, and the trial's. */
  static @Nullable ApiKeys with(@Nullable String key, @Nullable ApiKeys apiKeys) {
    if (key == null || apiKeys == null) {
      return apiKeys;
    }
    List<ApiKey> keys =
        new ArrayList<>(apiKeys.keys().stream().map(ApiKey::withoutTokens).toList());
    keys.add(new ApiKey(ID, List.of(KeyHash.of(key)), null, null, null, false, null, Limits.NONE));
    return new ApiKeys(keys);
  }
}
