package dev.vllmnginx.edit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key to be added to a catalog.
 *
 * @param id what logs call it
 * @param sha256 of the key, in hexadecimal
 * @param models what it may use; empty: all models
 * @param expires RFC 3339; null: never
 */
public record NewKey(String id, String sha256, List<String> models, @Nullable String expires) {
  public NewKey {
    models = List.copyOf(models);
  }

  /**
   * Its entries as YAML, {@code key: value}.
   *
   * @param quote what stands around the keys: nothing, or a quote
   */
  List<String> entries(String quote) {
    List<String> entries = new ArrayList<>();
    entries.add(quote + "id" + quote + ": " + YamlScalar.quoted(id, '"'));
    entries.add(quote + "sha256" + quote + ": " + YamlScalar.quoted(sha256, '"'));
    if (!models.isEmpty()) {
      List<String> names = models.stream().map(name -> YamlScalar.quoted(name, '"')).toList();
      entries.add(quote + "models" + quote + ": [" + String.join(", ", names) + "]");
    }
    if (expires != null) {
      entries.add(quote + "expires" + quote + ": " + YamlScalar.quoted(expires, '"'));
    }
    return entries;
  }
}
