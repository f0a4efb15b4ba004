package dev.vllmnginx.yaml;

import java.util.List;
import java.util.Optional;

/**
 * A node of a YAML document. Anchors, aliases, tags and merge keys do not occur: the reader refuses
 * them.
 */
public sealed interface Node {
  /** Where the node's own text begins and ends. */
  Span span();

  /**
   * A single value.
   *
   * @param text the value after YAML's unquoting; empty for an omitted value
   * @param plain whether it was written without quotes and not as a block
   */
  record Scalar(String text, boolean plain, Span span) implements Node {}

  /**
   * A list.
   *
   * @param flow whether it is written in brackets
   */
  record Sequence(List<Node> items, boolean flow, Span span) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A mapping with distinct keys, in the order of the text.
   *
   * @param flow whether it is written in braces
   */
  record Mapping(List<Entry> entries, boolean flow, Span span) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }

    /** The entry under {@code key}, if there is one. */
    public Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().text().equals(key)).findFirst();
    }
  }

  /** One key with its value. */
  record Entry(Scalar key, Node value) {}
}
