package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses the form of each key of one map. Names that differ only in case cannot be plain keys of
 * the same map; nor can names that do not fit into a bucket of its hash table.
 */
final class MapKeys {
  private final Map<String, Integer> caseless = new HashMap<>();
  private final boolean anyLength;

  /**
   * @param names all keys of the map
   * @param anyLength whether the buckets are made to fit, see {@link MapHashSizes}
   */
  MapKeys(Collection<String> names, boolean anyLength) {
    names.forEach(name -> caseless.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum));
    this.anyLength = anyLength;
  }

  MapKey key(String name, CatalogPath origin) {
    boolean unique = caseless.getOrDefault(name.toLowerCase(Locale.ROOT), 0) == 1;
    boolean fits = anyLength || MapHashSizes.fitsByDefault(name);
    return unique && fits ? MapKey.plain(name, origin) : MapKey.exact(name, origin);
  }
}
