package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines that belong to one item of a block list: the lines of the item itself; the comment
 * lines right below it that are indented deeper than its dash (most often keys that are commented
 * out); and the other comment lines right above it. A blank line ends what belongs together.
 *
 * @param start where its first line begins
 * @param dash where its dash stands
 * @param end somewhere on its last line
 */
record BlockItem(int start, int dash, int end) {

  /** The items of a list that stands under {@code key}. */
  static List<BlockItem> of(Node.Scalar key, Node.Sequence list, TextLines lines) {
    List<BlockItem> items = new ArrayList<>();
    int before = Nodes.end(key);
    for (Node node : list.items()) {
      int dash = lines.find('-', before, Nodes.start(node) + 1);
      int column = lines.column(dash);
      int end = trailing(contentEnd(node, dash, lines), column, lines);
      items.add(new BlockItem(leading(dash, before, lines), dash, end));
      before = end;
    }
    return items;
  }

  /**
   * Behind the last character that is not white space: the text of a block scalar has a line end.
   */
  private static int contentEnd(Node node, int dash, TextLines lines) {
    int end = Nodes.end(node);
    while (end > dash + 1 && Character.isWhitespace(lines.text().charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static int trailing(int end, int column, TextLines lines) {
    int last = end;
    int next = lines.next(last);
    while (next < lines.text().length() && lines.isComment(next) && lines.indent(next) > column) {
      last = next;
      next = lines.next(next);
    }
    return last;
  }

  /**
   * The start of the comment block right above a dash.
   *
   * @param limit an offset of the last line that cannot belong to it
   */
  private static int leading(int dash, int limit, TextLines lines) {
    int start = lines.start(dash);
    int above = lines.previous(start);
    while (above > limit && lines.isComment(above)) {
      start = above;
      above = lines.previous(start);
    }
    return start;
  }
}
