package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;
import java.util.Optional;

/** Sets or removes a key with a plain value of one server, for example {@code down: true}. */
final class ServerKeyEdit {
  private final TextLines lines;
  private final Node.Mapping server;

  ServerKeyEdit(String text, Node.Mapping server) {
    this.lines = new TextLines(text);
    this.server = server;
  }

  /** The edit that makes {@code key} say {@code value}; the value is YAML as it stands. */
  TextEdit set(String key, String value) {
    Optional<Node.Entry> present = server.find(key);
    if (present.isPresent()) {
      Node old = present.get().value();
      int start = Nodes.start(old);
      return TextEdit.of(new Splice(start, Nodes.end(old) - start, value));
    }
    Node.Entry last = Nodes.last(server.entries());
    int end = Math.max(Nodes.end(last.key()), Nodes.end(last.value()));
    String quote =
        last.key().plain() ? "" : lines.text().substring(Nodes.start(last.key())).substring(0, 1);
    String entry = quote + key + quote + ": " + value;
    if (server.flow()) {
      return TextEdit.of(Splice.insert(end, ", " + entry));
    }
    String indent = " ".repeat(lines.column(Nodes.start(server.entries().get(0).key())));
    return TextEdit.of(Splice.insert(lines.end(end), lines.lineEnd(end) + indent + entry));
  }

  /** The edit that takes {@code key} out; empty when that would take a comment with it. */
  Optional<TextEdit> remove(String key) {
    List<Node.Entry> entries = server.entries();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).key().text().equals(key)) {
        return entries.size() == 1 ? Optional.empty() : remove(i);
      }
    }
    return Optional.empty();
  }

  private Optional<TextEdit> remove(int index) {
    List<Node.Entry> entries = server.entries();
    int start = Nodes.start(entries.get(index).key());
    int end = end(entries.get(index));
    if (!server.flow() && lines.isFirst(start)) {
      int from = lines.start(start);
      int to = lines.next(end);
      boolean ended = lines.isEnded(end);
      return Optional.of(TextEdit.of(Splice.remove(ended ? from : lines.beforeBreak(from), to)));
    }
    boolean isLast = index == entries.size() - 1;
    int from = isLast ? end(entries.get(index - 1)) : start;
    int to = isLast ? end : Nodes.start(entries.get(index + 1).key());
    return lines.find('#', isLast ? from : end, isLast ? start : to) < 0
        ? Optional.of(TextEdit.of(Splice.remove(from, to)))
        : Optional.empty();
  }

  private static int end(Node.Entry entry) {
    return Math.max(Nodes.end(entry.key()), Nodes.end(entry.value()));
  }
}
