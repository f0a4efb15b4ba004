package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.Size;
import java.util.List;

/**
 * How many tokens a minute has, as njs/tokens.js counts them in shared dictionaries.
 *
 * @param client of each client; 0: any number
 * @param models those that are limited
 * @param keys those that are limited
 * @param zoneSize of the dictionary of models and keys; where it changes, a reload counts anew
 */
public record TokenLimits(int client, List<Share> models, List<Share> keys, Size zoneSize) {
  public TokenLimits {
    models = List.copyOf(models);
    keys = List.copyOf(keys);
  }

  /**
   * A model or a key.
   *
   * @param tokens in a minute
   */
  public record Share(MapKey name, int tokens) {}
}
