package dev.vllmnginx.config;

import java.util.Collection;

/** Sizes of the hash tables behind {@code map} and {@code server_name}, from ngx_hash_init(). */
final class MapHashSizes {
  /** nginx's default bucket is a cache line. */
  private static final int DEFAULT_BUCKET = 64;

  /** nginx's default {@code map_hash_max_size}. */
  private static final int DEFAULT_MAX_SIZE = 2048;

  private MapHashSizes() {}

  /** The sizes that a map with these keys needs, nginx's defaults at least. */
  static MainContext.MapHash of(Collection<String> keys) {
    int bucket = keys.stream().mapToInt(MapHashSizes::bucket).max().orElse(DEFAULT_BUCKET);
    return new MainContext.MapHash(
        Math.max(DEFAULT_BUCKET, bucket), Math.max(DEFAULT_MAX_SIZE, powerOfTwo(2 * keys.size())));
  }

  /** The size of a bucket that each of these keys fits into, nginx's default at least. */
  static int bucketOf(Collection<String> keys) {
    return of(keys).bucketSize();
  }

  /** Whether a key fits into a bucket of nginx's default size. */
  static boolean fitsByDefault(String key) {
    return bucket(key) <= DEFAULT_BUCKET;
  }

  /** A pointer, the key with two bytes more, aligned, and a closing pointer. */
  private static int bucket(String key) {
    return powerOfTwo(16 + (key.length() + 2 + 7) / 8 * 8);
  }

  private static int powerOfTwo(int atLeast) {
    int power = Integer.highestOneBit(Math.max(1, atLeast));
    return power == atLeast ? power : 2 * power;
  }
}
