package dev.vllmnginx.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client shows to be let in.
 *
 * @param id names it in logs
 * @param hashes one, or two while the key is being replaced
 * @param previous what was the key before and opens the same for a while; null: nothing
 * @param models what it may use; null: all models
 * @param expires when it stops to be valid; null: never
 * @param disabled whether it is refused
 * @param comment for people; null: none
 * @param limits over all models
 */
public record ApiKey(
    KeyId id,
    List<KeyHash> hashes,
    @Nullable Previous previous,
    @Nullable List<ModelName> models,
    @Nullable Instant expires,
    boolean disabled,
    @Nullable String comment,
    Limits limits) {
  public ApiKey {
    hashes = List.copyOf(hashes);
    models = models == null ? null : List.copyOf(models);
  }

  public ApiKey withoutTokens() {
    return new ApiKey(
        id, hashes, previous, models, expires, disabled, comment, limits.withoutTokens());
  }

  /**
   * The key before the last rotation.
   *
   * @param expires when it stops to be valid; null: with the key, or when it is revoked
   */
  public record Previous(KeyHash hash, @Nullable Instant expires) {}

  /** Whether it may use this model. */
  public boolean permits(ModelName model) {
    return models == null || models.contains(model);
  }
}
