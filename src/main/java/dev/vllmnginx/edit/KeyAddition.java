package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Where a new API key goes: behind the last one, or into a section of its own at the end. */
final class KeyAddition {
  private final TextLines lines;
  private final NewKey key;

  KeyAddition(String text, NewKey key) {
    this.lines = new TextLines(text);
    this.key = key;
  }

  /** The edit; empty when the catalog is written in a way that has no place for it. */
  Optional<TextEdit> to(Node root) {
    if (!(root instanceof Node.Mapping map) || map.entries().isEmpty()) {
      return Optional.empty();
    }
    Optional<Node.Entry> present = map.find("api_keys");
    if (present.isEmpty()) {
      return Optional.of(map.flow() ? intoBraces(map) : newSection(map));
    }
    if (!(present.get().value() instanceof Node.Sequence list)) {
      return Optional.empty();
    }
    return Optional.of(
        list.flow() ? intoBrackets(list, quote(map)) : behindLast(present.get().key(), list));
  }

  /** The lines of the item, the first behind its dash. */
  private String item(int dash, String lineEnd) {
    String indent = " ".repeat(dash);
    return indent + "- " + String.join(lineEnd + indent + "  ", key.entries(""));
  }

  private TextEdit newSection(Node.Mapping map) {
    Node.Entry last = Nodes.last(map.entries());
    int end = Math.max(Nodes.end(last.key()), Nodes.end(last.value()));
    String lineEnd = lines.lineEnd(0);
    String section = lineEnd + "api_keys:" + lineEnd + item(2, lineEnd);
    return TextEdit.of(Splice.insert(behindComments(contentEnd(end)), lineEnd + section));
  }

  /** Comments behind the last section are about it: the new one comes after them. */
  private int behindComments(int end) {
    int at = lines.end(end);
    for (int next = lines.next(end); next < lines.text().length(); next = lines.next(next)) {
      String line = lines.text().substring(next, lines.end(next)).strip();
      if (line.startsWith("#")) {
        at = lines.end(next);
      } else if (!line.isEmpty()) {
        return lines.end(end);
      }
    }
    return at;
  }

  private TextEdit behindLast(Node.Scalar name, Node.Sequence list) {
    BlockItem last = Nodes.last(BlockItem.of(name, list, lines));
    String lineEnd = lines.lineEnd(last.end());
    String item = item(lines.column(last.dash()), lineEnd);
    return TextEdit.of(Splice.insert(lines.end(last.end()), lineEnd + item));
  }

  /** A catalog in braces, as JSON is; a comma that stands behind the last section stays there. */
  private TextEdit intoBraces(Node.Mapping map) {
    Node.Entry last = Nodes.last(map.entries());
    int end = Math.max(Nodes.end(last.key()), Nodes.end(last.value()));
    String quote = quote(map);
    String section = quote + "api_keys" + quote + ": [" + braces(quote) + "]";
    int start = Nodes.start(last.key());
    boolean ofItsOwn = lines.isFirst(start) && lines.find('#', end, lines.end(end)) < 0;
    String gap = ofItsOwn ? lines.lineEnd(end) + " ".repeat(lines.indent(start)) : " ";
    return TextEdit.of(Splice.insert(end, "," + gap + section));
  }

  /** What the catalog has around the keys of its mappings: nothing, or a quote. */
  private String quote(Node.Mapping map) {
    Node.Scalar first = map.entries().get(0).key();
    return first.plain() ? "" : lines.text().substring(Nodes.start(first)).substring(0, 1);
  }

  private String braces(String quote) {
    return "{" + String.join(", ", key.entries(quote)) + "}";
  }

  private TextEdit intoBrackets(Node.Sequence list, String quote) {
    String braces = braces(quote);
    List<Node> items = list.items();
    return items.isEmpty()
        ? TextEdit.of(Splice.insert(Nodes.start(list) + 1, braces))
        : TextEdit.of(Splice.insert(Nodes.end(Nodes.last(items)), ", " + braces));
  }

  /** The text of a block scalar has a line end. */
  private int contentEnd(int end) {
    int at = end;
    while (at > 1 && Character.isWhitespace(lines.text().charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
