package dev.vllmnginx.diagnostics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a value stands in the catalog, for example {@code models[0].servers[1].address}. The empty
 * path is the document itself.
 */
public record CatalogPath(String value) {
  public static final CatalogPath ROOT = new CatalogPath("");

  /** The path of the value under {@code key} of the mapping at this path. */
  public CatalogPath key(String key) {
    return new CatalogPath(value.isEmpty() ? key : value + "." + key);
  }

  /** The path of item {@code index}, from 0, of the sequence at this path. */
  public CatalogPath index(int index) {
    return new CatalogPath(value + "[" + index + "]");
  }

  /**
   * One step of a path.
   *
   * @param key the key in a mapping; null for a step into a list
   * @param index the item of a list, from 0; -1 for a step into a mapping
   */
  public record Segment(@Nullable String key, int index) {}

  /** The steps from the document to the value. */
  public List<Segment> segments() {
    List<Segment> steps = new ArrayList<>();
    int from = 0;
    while (from < value.length()) {
      if (value.charAt(from) == '[') {
        int close = value.indexOf(']', from);
        steps.add(new Segment(null, Integer.parseInt(value.substring(from + 1, close))));
        from = close + 1;
      } else {
        int start = value.charAt(from) == '.' ? from + 1 : from;
        from = endOfKey(start);
        steps.add(new Segment(value.substring(start, from), -1));
      }
    }
    return steps;
  }

  private int endOfKey(int start) {
    int end = start;
    while (end < value.length() && value.charAt(end) != '.' && value.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  /** The mapping or list that holds the value; empty for the document. */
  public Optional<CatalogPath> parent() {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    int end = Math.max(value.lastIndexOf('.'), value.lastIndexOf('['));
    return Optional.of(end < 0 ? ROOT : new CatalogPath(value.substring(0, end)));
  }

  @Override
  public String toString() {
    return value;
  }
}
