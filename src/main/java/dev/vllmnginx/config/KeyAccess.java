package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import java.util.List;

/**
 * Who may use the gateway.
 *
 * @param entries every hash of every key that is not disabled
 * @param grouped whether there are keys that may not use all models
 * @param guesses the zone in which refused keys are counted, by the client's address
 */
public record KeyAccess(List<Entry> entries, boolean grouped, Identifier guesses) {
  public KeyAccess {
    entries = List.copyOf(entries);
  }

  /**
   * One hash of one key.
   *
   * @param half the first half of the hash, which fits into a bucket of nginx's default size
   * @param record the second half, which the script compares; the key's id; when it expires, in
   *     milliseconds since 1970, 0: never; the number of the models that it may use
   */
  public record Entry(MapKey half, MapValue record) {}
}
