package dev.vllmnginx.diagnostics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Foreign text made fit for a terminal: nothing in it can move the cursor, forge a line or give a
 * secret away.
 */
public final class Visible {
  private static final int LONGEST_QUOTE = 60;

  /** A secret is looked for in more than is shown, so that a piece of it is not shown either. */
  private static final int LONGEST_MASK = 600;

  /** What well-known services' keys look like, or the rest of a line behind a key named so. */
  private static final Pattern SECRET =
      Pattern.compile(
          "(\\b(?:sk-|hf_|ghp_|glpat-|xox[abp]-)[A-Za-z0-9_-]{8,})"
              + "|((?:(?:api.?key|token|secret|passwor?d|authorization)[\"']?\\s{0,9}[:=]"
              + "|(?<![a-z_-])(?:key|sha256)[\"']?\\s{0,9}:"
              + "(?!\\s{0,9}[\"']?[0-9a-f]{64}[\"']?\\s{0,9}(?:[,}#]|$))"
              + "|upstream.?key[\"']?\\s{0,9}:(?!\\s{0,9}\\{))\\s{0,9})(\\S.*)",
          Pattern.CASE_INSENSITIVE);

  private Visible() {}

  /**
   * Every control, format, separator and unassigned character as {@code \}{@code u001b}; printable
   * text of any language stays as it is.
   */
  public static String escape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /**
   * {@link #escape(String) Escaped}, secrets masked, cut to a readable length, in double quotes.
   */
  public static String quote(String text) {
    String shown = cut(mask(cut(text, LONGEST_MASK)), LONGEST_QUOTE);
    return '"' + escape(shown) + (shown.length() < text.length() ? "…" : "") + '"';
  }

  /** Whether a part of the text looks like a well-known service's key. */
  public static boolean holdsSecret(String text) {
    return !mask(cut(text, LONGEST_MASK)).equals(cut(text, LONGEST_MASK));
  }

  private static String cut(String text, int length) {
    return text.codePointCount(0, text.length()) <= length
        ? text
        : text.substring(0, text.offsetByCodePoints(0, length));
  }

  /** The same text, of the same length, with an asterisk for each character of a secret. */
  static String mask(String text) {
    return SECRET
        .matcher(text)
        .replaceAll(
            match ->
                match.group(1) != null
                    ? "*".repeat(match.group(1).length())
                    : Matcher.quoteReplacement(match.group(2))
                        + "*".repeat(match.group(3).length()));
  }

  /** One code point as it is shown; the length of the result tells how wide it is. */
  static void append(StringBuilder out, int codePoint) {
    if (isPrintable(codePoint)) {
      out.appendCodePoint(codePoint);
      return;
    }
    for (char c : Character.toChars(codePoint)) {
      out.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        out.append(Character.forDigit((c >> shift) & 0xf, 16));
      }
    }
  }

  private static boolean isPrintable(int codePoint) {
    if (codePoint < 0x7f) {
      return codePoint >= 0x20;
    }
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
