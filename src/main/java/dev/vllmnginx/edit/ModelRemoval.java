package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one model out of a list of at least two: its {@link BlockItem} and the blank lines that
 * would be left over; nothing else.
 */
final class ModelRemoval {
  private final TextLines lines;
  private final Node.Entry models;
  private final Node.Sequence list;

  ModelRemoval(String text, Node.Entry models, Node.Sequence list) {
    this.lines = new TextLines(text);
    this.models = models;
    this.list = list;
  }

  /** The edit that removes item {@code index}. */
  TextEdit of(int index) {
    return list.flow() ? fromBrackets(index) : fromBlock(index);
  }

  private TextEdit fromBlock(int index) {
    List<BlockItem> items = BlockItem.of(models.key(), list, lines);
    BlockItem item = items.get(index);
    int from = item.start();
    int to = lines.next(item.end());
    int blanksFrom = blanksAbove(from);
    int blanksTo = blanksBelow(to);
    boolean isLast = index == items.size() - 1;
    boolean behindItem =
        index > 0 && blanksFrom <= lines.next(items.get(index - 1).end()) && blanksFrom < from;
    if (isLast && (behindItem || blanksTo == lines.text().length() || blanksTo > to)) {
      from = blanksFrom;
    } else if (index == 0 || blanksFrom < from) {
      to = blanksTo;
    }
    if (!lines.isEnded(item.end())) {
      from = lines.beforeBreak(from);
    }
    return TextEdit.of(Splice.remove(from, to));
  }

  private int blanksAbove(int lineStart) {
    int from = lineStart;
    int above = lines.previous(from);
    while (above >= 0 && lines.isBlank(above)) {
      from = above;
      above = lines.previous(from);
    }
    return from;
  }

  private int blanksBelow(int lineStart) {
    int to = lineStart;
    while (to < lines.text().length() && lines.isBlank(to)) {
      to = lines.next(to);
    }
    return to;
  }

  private TextEdit fromBrackets(int index) {
    Node item = list.items().get(index);
    int start = Nodes.start(item);
    int end = Nodes.end(item);
    int closing = Nodes.end(list) - 1;
    int comma = lines.find(',', end, closing);
    int previousEnd = index == 0 ? -1 : Nodes.end(list.items().get(index - 1));
    int previousComma = index == 0 ? -1 : lines.find(',', previousEnd, start);
    boolean isLast = index == list.items().size() - 1;
    if (ownsItsLines(start, comma < 0 ? end : comma + 1)) {
      int above = Math.max(previousComma, Nodes.start(list));
      Splice own = Splice.remove(withComments(start, above), lines.next(comma < 0 ? end : comma));
      return comma < 0 && isLast
          ? TextEdit.of(Splice.remove(previousComma, previousComma + 1), own)
          : TextEdit.of(own);
    }
    if (!isLast) {
      return TextEdit.of(Splice.remove(start, lines.skipBlanks(comma + 1)));
    }
    if (lines.isSpace(previousComma + 1, start)) {
      return TextEdit.of(Splice.remove(previousComma, end));
    }
    List<Splice> splices = new ArrayList<>();
    if (comma < 0) {
      splices.add(Splice.remove(previousComma, previousComma + 1));
    }
    splices.add(Splice.remove(start, comma < 0 ? end : comma + 1));
    return new TextEdit(splices);
  }

  /** Where the line begins, or the comment lines right above it that do not reach to a limit. */
  private int withComments(int offset, int limit) {
    int start = lines.start(offset);
    int above = lines.previous(start);
    while (above > limit && lines.isComment(above)) {
      start = above;
      above = lines.previous(start);
    }
    return start;
  }

  /** Whether nothing else but a comment stands on the lines from {@code start} to {@code end}. */
  private boolean ownsItsLines(int start, int end) {
    int rest = lines.skipBlanks(end);
    boolean free = rest == lines.end(end) || lines.text().charAt(rest) == '#';
    return free && lines.isFirst(start);
  }
}
