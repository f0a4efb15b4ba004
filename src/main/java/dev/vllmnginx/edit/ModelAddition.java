package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Where a new model goes, and as what text: behind the last one, in the style of the others. */
final class ModelAddition {
  private final TextLines lines;
  private final NewModel model;

  ModelAddition(String text, NewModel model) {
    this.lines = new TextLines(text);
    this.model = model;
  }

  /** The edit; empty when {@code models} is written in a way that has no place for one. */
  Optional<TextEdit> to(Node.Entry models) {
    if (models.value() instanceof Node.Sequence list) {
      if (!list.flow()) {
        return Optional.of(behindLastItem(models.key(), list));
      }
      return Optional.of(list.items().isEmpty() ? intoEmptyBrackets(list) : intoBrackets(list));
    }
    if (models.value() instanceof Node.Scalar value && value.plain() && value.text().isEmpty()) {
      return Optional.of(behindBareKey(models.key()));
    }
    return Optional.empty();
  }

  /** The text that a person can paste where the edit could not be made. */
  static String snippet(NewModel model) {
    return new ModelWriter(ItemStyle.plain(2), "\n").item(model);
  }

  /** {@code models:} with nothing behind it. */
  private TextEdit behindBareKey(Node.Scalar key) {
    String lineEnd = lines.lineEnd(Nodes.end(key));
    int dash = lines.column(Nodes.start(key)) + 2;
    String item = new ModelWriter(ItemStyle.plain(dash), lineEnd).item(model);
    return TextEdit.of(Splice.insert(lines.end(Nodes.end(key)), lineEnd + item));
  }

  private TextEdit behindLastItem(Node.Scalar key, Node.Sequence list) {
    List<BlockItem> items = BlockItem.of(key, list, lines);
    BlockItem last = Nodes.last(items);
    String lineEnd = lines.lineEnd(last.end());
    ItemStyle style = ItemStyle.of(list, last.dash(), lines);
    String item = new ModelWriter(style, lineEnd).item(model);
    boolean spaced = items.size() > 1 && lines.previous(last.start()) >= 0 && blankBefore(last);
    String gap = spaced ? lineEnd + lineEnd : lineEnd;
    return TextEdit.of(Splice.insert(lines.end(last.end()), gap + item));
  }

  private boolean blankBefore(BlockItem item) {
    return lines.isBlank(lines.previous(item.start()));
  }

  private TextEdit intoEmptyBrackets(Node.Sequence list) {
    int opening = Nodes.start(list);
    int closing = Nodes.end(list) - 1;
    ModelWriter writer = new ModelWriter(ItemStyle.plain(0), "");
    if (lines.start(opening) != lines.start(closing) && lines.isFirst(closing)) {
      String indent = " ".repeat(lines.indent(closing) + 2);
      String line = indent + writer.braces(model) + lines.lineEnd(closing);
      return TextEdit.of(Splice.insert(lines.start(closing), line));
    }
    String pad = opening + 1 < closing ? " " : "";
    return TextEdit.of(Splice.insert(opening + 1, pad + writer.braces(model)));
  }

  private TextEdit intoBrackets(Node.Sequence list) {
    Node last = Nodes.last(list.items());
    int end = Nodes.end(last);
    int closing = Nodes.end(list) - 1;
    int comma = lines.find(',', end, closing);
    ItemStyle style = ItemStyle.of(list, 0, lines);
    String item = new ModelWriter(style, "").braces(model);
    if (!lines.isFirst(Nodes.start(last))) {
      return TextEdit.of(
          comma < 0 ? Splice.insert(end, ", " + item) : Splice.insert(comma + 1, " " + item + ","));
    }
    String indent = " ".repeat(lines.indent(Nodes.start(last)));
    String line = lines.lineEnd(end) + indent + item;
    int behind = comma < 0 ? end : comma + 1;
    if (lines.end(behind) > closing) {
      return TextEdit.of(Splice.insert(behind, comma < 0 ? "," + line : line + ","));
    }
    return comma < 0
        ? TextEdit.of(Splice.insert(end, ","), Splice.insert(lines.end(end), line))
        : TextEdit.of(Splice.insert(lines.end(comma), line + ","));
  }
}
