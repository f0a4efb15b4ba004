package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Walks a node tree along a path; each step costs at most the keys of one mapping. */
final class NodeFinder {
  private NodeFinder() {}

  /** The node at a path, if the text has it. */
  static Optional<Node> exact(Node root, CatalogPath path) {
    Optional<Node> node = Optional.of(root);
    for (CatalogPath.Segment segment : path.segments()) {
      node = node.flatMap(parent -> child(parent, segment));
    }
    return node;
  }

  /** The node at a path, or the nearest around it but for the whole document. */
  static Optional<Node> nearest(Node root, CatalogPath path) {
    List<CatalogPath.Segment> segments = path.segments();
    Node node = root;
    for (int i = 0; i < segments.size(); i++) {
      Optional<Node> next = child(node, segments.get(i));
      if (next.isEmpty()) {
        return i == 0 ? Optional.empty() : Optional.of(node);
      }
      node = next.get();
    }
    return Optional.of(node);
  }

  private static Optional<Node> child(Node parent, CatalogPath.Segment segment) {
    if (parent instanceof Node.Mapping mapping && segment.key() != null) {
      return mapping.find(segment.key()).map(Node.Entry::value);
    }
    boolean hasItem =
        parent instanceof Node.Sequence sequence
            && segment.index() >= 0
            && segment.index() < sequence.items().size();
    return hasItem
        ? Optional.of(((Node.Sequence) parent).items().get(segment.index()))
        : Optional.empty();
  }
}
