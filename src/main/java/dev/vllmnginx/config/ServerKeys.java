package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Credentials;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import java.util.List;

/**
 * The keys that servers want. They stand in variables of their own, in a file of their own; all
 * other files only name the variables.
 *
 * @param keys each key once
 * @param models which variable holds the key for a model's servers
 */
public record ServerKeys(List<Key> keys, List<Entry> models) {
  public ServerKeys {
    keys = List.copyOf(keys);
    models = List.copyOf(models);
  }

  /** A variable that holds a header's value. */
  public record Key(Identifier variable, Credentials authorization) {}

  /** A model whose servers want a key. */
  public record Entry(MapKey model, Identifier variable) {}
}
