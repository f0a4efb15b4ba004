package dev.vllmnginx.edit;

import java.util.List;

/**
 * Changes of one text.
 *
 * @param splices in the order of the text, not overlapping
 */
record TextEdit(List<Splice> splices) {
  TextEdit {
    splices = List.copyOf(splices);
    for (int i = 1; i < splices.size(); i++) {
      if (splices.get(i - 1).end() > splices.get(i).offset()) {
        throw new IllegalArgumentException("splices overlap or are out of order");
      }
    }
  }

  static TextEdit of(Splice... splices) {
    return new TextEdit(List.of(splices));
  }

  /** The new text. */
  String apply(String before) {
    StringBuilder after = new StringBuilder();
    int done = 0;
    for (Splice splice : splices) {
      after.append(before, done, splice.offset()).append(splice.inserted());
      done = splice.end();
    }
    return after.append(before, done, before.length()).toString();
  }

  /**
   * Whether {@code after} without what came in, and with what went, is {@code before}: nothing else
   * has changed. This looks at both texts only, not at how the new one was made.
   */
  boolean explains(String before, String after) {
    int in = 0;
    int out = 0;
    for (Splice splice : splices) {
      int kept = splice.offset() - in;
      if (!before.regionMatches(in, after, out, kept)
          || !after.startsWith(splice.inserted(), out + kept)) {
        return false;
      }
      in = splice.end();
      out += kept + splice.inserted().length();
    }
    return before.substring(in).equals(after.substring(Math.min(out, after.length())));
  }

  /**
   * Where the new text differs first, in {@code char}s of the new text, behind a leading line end.
   */
  int firstChange() {
    Splice first = splices.get(0);
    int leading = 0;
    while (leading < first.inserted().length() && isBreak(first.inserted().charAt(leading))) {
      leading++;
    }
    return first.offset() + leading;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
