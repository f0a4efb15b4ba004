package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;

/**
 * How a catalog writes the lists under one key.
 *
 * @param flow whether in brackets
 * @param dash how many columns its dashes stand to the right of the key
 * @param gap how many columns an item begins to the right of its dash
 * @param flowItems whether its items are in braces
 */
record ListStyle(boolean flow, int dash, int gap, boolean flowItems) {
  static final ListStyle BRACKETS = new ListStyle(true, 2, 2, true);
  static final ListStyle DASHES = new ListStyle(false, 2, 2, false);

  /** The style of the first of these entries that has a list with items. */
  static ListStyle of(List<Node.Entry> entries, TextLines lines, ListStyle otherwise) {
    for (Node.Entry entry : entries) {
      List<Node> items = Nodes.items(entry.value());
      if (!items.isEmpty()) {
        return of(entry, items, lines);
      }
    }
    return otherwise;
  }

  private static ListStyle of(Node.Entry entry, List<Node> items, TextLines lines) {
    Node last = Nodes.last(items);
    if (Nodes.isFlow(entry.value())) {
      return BRACKETS;
    }
    int first = Nodes.start(items.get(0));
    int dash = lines.find('-', Nodes.end(entry.key()), first);
    int keyColumn = lines.column(Nodes.start(entry.key()));
    int gap = lines.column(first) - lines.column(dash);
    return new ListStyle(false, lines.column(dash) - keyColumn, gap, Nodes.isFlow(last));
  }
}
