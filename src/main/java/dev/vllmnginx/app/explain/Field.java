package dev.vllmnginx.app.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place of the catalog, as its JSON Schema describes it.
 *
 * @param path with {@code []} for each list, for example {@code models[].servers[].weight}
 * @param required whether a catalog that has what is around it must have it
 * @param type in words, for example {@code list of strings}
 * @param values all that are allowed, of it or of its items; empty: not a choice
 * @param minimum the least number; null: the schema knows none
 * @param maximum the greatest number; null: the schema knows none
 * @param pattern a regular expression for its text; null: none
 * @param standard what holds without it; null: the schema knows none
 * @param example lines of a catalog that have it, each with its line feed; null: none
 * @param directive what nginx calls it; null: nothing, or the schema does not say
 * @param keys what it or its items are made of; empty: it is a plain value
 */
public record Field(
    String path,
    String description,
    boolean required,
    String type,
    List<String> values,
    @Nullable Long minimum,
    @Nullable Long maximum,
    @Nullable String pattern,
    @Nullable Value standard,
    @Nullable String example,
    @Nullable String directive,
    List<Key> keys) {
  public Field {
    values = List.copyOf(values);
    keys = List.copyOf(keys);
  }

  /** A value as a catalog writes it and as JSON does. */
  public record Value(String yaml, String json) {}

  /**
   * A key of a mapping.
   *
   * @param path its whole path
   */
  public record Key(String name, String path, boolean required, String description) {}
}
