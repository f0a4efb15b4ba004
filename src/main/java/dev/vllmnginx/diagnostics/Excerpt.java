package dev.vllmnginx.diagnostics;

/**
 * A line of the catalog as it is shown.
 *
 * @param text fit for a terminal, cut around the place at fault, secrets masked
 * @param indent columns in front of the place at fault
 * @param width columns of the place at fault, at least 1
 */
record Excerpt(String text, int indent, int width) {
  private static final int BEFORE = 60;
  private static final int AFTER = 60;

  /** A line of up to so many characters is shown as a whole. */
  private static final int SHORT = 140;

  /** Enough around the shown part to recognise a secret that begins or ends outside of it. */
  private static final int MARGIN = 300;

  static Excerpt of(String line, Location location) {
    int length = line.codePointCount(0, line.length());
    int place = Math.min(location.column() - 1, length);
    int end = Math.min(place + location.length(), length);
    int start = length <= SHORT ? 0 : Math.max(0, place - BEFORE);
    int stop = length <= SHORT ? length : Math.min(length, place + AFTER);
    int from = Math.max(0, start - MARGIN);
    String near = Visible.mask(slice(line, from, Math.min(length, stop + MARGIN)));

    String head = (start > 0 ? "…" : "") + Visible.escape(slice(near, start - from, place - from));
    String marked = Visible.escape(slice(near, place - from, Math.min(end, stop) - from));
    String tail = Visible.escape(slice(near, Math.min(end, stop) - from, stop - from));
    return new Excerpt(
        head + marked + tail + (stop < length ? "…" : ""),
        columns(head),
        Math.max(1, columns(marked)));
  }

  private static String slice(String text, int from, int to) {
    int start = text.offsetByCodePoints(0, from);
    return text.substring(start, text.offsetByCodePoints(start, Math.max(0, to - from)));
  }

  /** Columns on a terminal: two for the wide characters of East Asia and for emoji. */
  private static int columns(String text) {
    return text.codePoints().map(Excerpt::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
