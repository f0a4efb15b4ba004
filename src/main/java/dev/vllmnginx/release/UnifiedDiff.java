package dev.vllmnginx.release;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two texts in the form of {@code diff -u}, with three lines of context, as
 * {@code patch -p1} takes it.
 */
public final class UnifiedDiff {
  private static final int CONTEXT = 3;

  private final List<String> before;
  private final List<String> after;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDiff(List<String> before, List<String> after) {
    this.before = before;
    this.after = after;
  }

  /**
   * The difference; empty if there is none.
   *
   * @param path of the file, shown after {@code a/} and {@code b/}
   * @param before null when the file is new
   * @param after null when the file goes away
   */
  public static String of(String path, @Nullable String before, @Nullable String after) {
    if (before != null && before.equals(after)) {
      return "";
    }
    String head =
        "--- "
            + (before == null ? "/dev/null" : "a/" + path)
            + "\n+++ "
            + (after == null ? "/dev/null" : "b/" + path)
            + "\n";
    UnifiedDiff diff = new UnifiedDiff(lines(before), lines(after));
    diff.writeHunks(LineDiff.between(diff.before, diff.after));
    return head + diff.out;
  }

  /** With their line ends: a last line without one differs from the same line with one. */
  private static List<String> lines(@Nullable String text) {
    List<String> lines = new ArrayList<>();
    if (text == null) {
      return lines;
    }
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end + 1));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private void writeHunks(List<LineDiff.Edit> edits) {
    int first = 0;
    while (first < edits.size()) {
      int last = first;
      while (last + 1 < edits.size()
          && edits.get(last + 1).beforeStart() - edits.get(last).beforeEnd() <= 2 * CONTEXT) {
        last++;
      }
      writeHunk(edits.subList(first, last + 1));
      first = last + 1;
    }
  }

  private void writeHunk(List<LineDiff.Edit> edits) {
    LineDiff.Edit first = edits.get(0);
    LineDiff.Edit last = edits.get(edits.size() - 1);
    int lead = Math.min(CONTEXT, first.beforeStart());
    int tail = Math.min(CONTEXT, before.size() - last.beforeEnd());
    out.append("@@ -")
        .append(range(first.beforeStart() - lead, last.beforeEnd() + tail))
        .append(" +")
        .append(range(first.afterStart() - lead, last.afterEnd() + tail))
        .append(" @@\n");
    int at = first.beforeStart() - lead;
    for (LineDiff.Edit edit : edits) {
      writeLines(' ', before, at, edit.beforeStart());
      writeLines('-', before, edit.beforeStart(), edit.beforeEnd());
      writeLines('+', after, edit.afterStart(), edit.afterEnd());
      at = edit.beforeEnd();
    }
    writeLines(' ', before, at, at + tail);
  }

  private void writeLines(char mark, List<String> lines, int from, int to) {
    for (String line : lines.subList(from, to)) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append("\n\\ No newline at end of file\n");
      }
    }
  }

  /** An empty range stands behind the line before it; a range of one line has no length. */
  private static String range(int from, int to) {
    int length = to - from;
    if (length == 0) {
      return from + ",0";
    }
    return length == 1 ? Integer.toString(from + 1) : (from + 1) + "," + length;
  }
}
