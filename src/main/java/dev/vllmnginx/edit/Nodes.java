package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Questions to a node tree. */
final class Nodes {
  private Nodes() {}

  static int start(Node node) {
    return node.span().start().offset();
  }

  /**
   * Just behind the node's last character. The span of a block collection may reach further, over
   * white space and comments, to where the next node begins.
   */
  static int end(Node node) {
    if (node instanceof Node.Sequence list && !list.flow() && !list.items().isEmpty()) {
      return end(last(list.items()));
    }
    if (node instanceof Node.Mapping map && !map.flow() && !map.entries().isEmpty()) {
      Node.Entry entry = last(map.entries());
      return Math.max(end(entry.key()), end(entry.value()));
    }
    return node.span().end().offset();
  }

  static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }

  /** The value under {@code key} of a mapping. */
  static Optional<Node> value(Node node, String key) {
    return node instanceof Node.Mapping map
        ? map.find(key).map(Node.Entry::value)
        : Optional.empty();
  }

  /** The items of a list; none when it is not one. */
  static List<Node> items(Node node) {
    return node instanceof Node.Sequence list ? list.items() : List.of();
  }

  static boolean isFlow(Node node) {
    return (node instanceof Node.Sequence list && list.flow())
        || (node instanceof Node.Mapping map && map.flow());
  }
}
