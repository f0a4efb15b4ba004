package dev.vllmnginx.edit;

/**
 * A text as lines. Offsets count {@code char}s from 0; any offset of a line stands for that line.
 *
 * @param text with line ends of any kind: LF, CR LF, CR
 */
record TextLines(String text) {
  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  /** Where the line begins. */
  int start(int offset) {
    int at = offset;
    while (at > 0 && !isBreak(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /** Just behind the line's last character, before its line end. */
  int end(int offset) {
    int at = offset;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** Where the next line begins; the length of the text when there is none. */
  int next(int offset) {
    int end = end(offset);
    if (end == text.length()) {
      return end;
    }
    return text.startsWith("\r\n", end) ? end + 2 : end + 1;
  }

  /** Where the line before begins; -1 when this is the first. */
  int previous(int offset) {
    int start = start(offset);
    if (start == 0) {
      return -1;
    }
    return start(beforeBreak(start));
  }

  /** Just before the line end that stands in front of {@code start}, the start of a line. */
  int beforeBreak(int start) {
    boolean pair = start >= 2 && text.startsWith("\r\n", start - 2);
    return start - (pair ? 2 : 1);
  }

  /** Whether the line ends with a line end, not with the text. */
  boolean isEnded(int offset) {
    return end(offset) < text.length();
  }

  /** The line without its line end. */
  String line(int offset) {
    return text.substring(start(offset), end(offset));
  }

  boolean isBlank(int offset) {
    return line(offset).isBlank();
  }

  /** Whether there is nothing but a comment on the line. */
  boolean isComment(int offset) {
    return line(offset).stripLeading().startsWith("#");
  }

  /** How many white-space characters the line begins with. */
  int indent(int offset) {
    String line = line(offset);
    return line.length() - line.stripLeading().length();
  }

  /** How many characters stand before {@code offset} on its line. */
  int column(int offset) {
    return offset - start(offset);
  }

  /** Whether only white space stands before {@code offset} on its line. */
  boolean isFirst(int offset) {
    return text.substring(start(offset), offset).isBlank();
  }

  /** The line end that the text uses at this place. */
  String lineEnd(int offset) {
    int start = start(offset);
    if (start > 0) {
      return text.substring(beforeBreak(start), start);
    }
    int end = end(offset);
    return end < text.length() ? text.substring(end, next(offset)) : "\n";
  }

  /** Behind the blanks (not the line ends) that stand at {@code offset}. */
  int skipBlanks(int offset) {
    int at = offset;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }

  /** The first {@code wanted} at or behind {@code from} that is not inside a comment; -1: none. */
  int find(char wanted, int from, int limit) {
    int at = from;
    while (at < limit) {
      char c = text.charAt(at);
      if (c == wanted) {
        return at;
      }
      at = c == '#' ? end(at) : at + 1;
    }
    return -1;
  }

  /** Whether a range holds white space only. */
  boolean isSpace(int from, int to) {
    return text.substring(from, to).isBlank();
  }
}
