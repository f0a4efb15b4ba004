package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The map from a model's name to its upstream, and the sizes of its hash table. */
final class RouteMapBuilder {
  /** nginx's default bucket is a cache line of 64 bytes; see {@link #bucketSize}. */
  private static final int DEFAULT_BUCKET = 64;

  /** nginx's default {@code map_hash_max_size}. */
  private static final int DEFAULT_MAX_SIZE = 2048;

  private RouteMapBuilder() {}

  /**
   * @param ownHashSizes whether nginx.conf is ours, so that {@code map_hash_bucket_size} can stand
   *     before the first map. In somebody else's {@code http} block it may come too late, and names
   *     that do not fit become regular expressions.
   */
  static RouteMap build(List<Model> models, List<Upstream> upstreams, boolean ownHashSizes) {
    Map<String, Integer> caseless = new HashMap<>();
    models.forEach(model -> caseless.merge(caseless(model), 1, Integer::sum));
    List<RouteMap.Entry> entries = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      boolean unique = caseless.getOrDefault(caseless(model), 0) == 1;
      boolean fits = ownHashSizes || bucketSize(model.name().value().length()) <= DEFAULT_BUCKET;
      CatalogPath origin = CatalogPath.ROOT.key("models").index(i).key("name");
      String name = model.name().value();
      MapKey key = unique && fits ? MapKey.plain(name, origin) : MapKey.exact(name, origin);
      entries.add(new RouteMap.Entry(key, upstreams.get(i).name()));
    }
    return new RouteMap(entries);
  }

  private static String caseless(Model model) {
    return model.name().value().toLowerCase(Locale.ROOT);
  }

  /** The sizes that the names need; null when nginx's defaults do. */
  static MainContext.@Nullable MapHash hashSizes(List<Model> models) {
    int longest = models.stream().mapToInt(model -> model.name().value().length()).max().orElse(0);
    int bucket = Math.max(DEFAULT_BUCKET, bucketSize(longest));
    int maxSize = Math.max(DEFAULT_MAX_SIZE, powerOfTwo(2 * models.size()));
    boolean defaults = bucket == DEFAULT_BUCKET && maxSize == DEFAULT_MAX_SIZE;
    return defaults ? null : new MainContext.MapHash(bucket, maxSize);
  }

  /**
   * What ngx_hash_init() asks for: a pointer, the key with two bytes more, aligned, and a closing
   * pointer.
   */
  private static int bucketSize(int keyLength) {
    return powerOfTwo(16 + (keyLength + 2 + 7) / 8 * 8);
  }

  private static int powerOfTwo(int atLeast) {
    int power = Integer.highestOneBit(Math.max(1, atLeast));
    return power == atLeast ? power : 2 * power;
  }
}
