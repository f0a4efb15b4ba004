package dev.vllmnginx.catalog;

import java.util.List;

/**
 * Who may use the gateway.
 *
 * @param keys in the user's order; none: nobody may
 */
public record ApiKeys(List<ApiKey> keys) {
  public ApiKeys {
    keys = List.copyOf(keys);
  }

  /** The keys that are not disabled. */
  public List<ApiKey> enabled() {
    return keys.stream().filter(key -> !key.disabled()).toList();
  }
}
