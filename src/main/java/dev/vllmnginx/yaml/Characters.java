package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;

/** Refuses the characters that YAML forbids, before the library stops at the first of them. */
final class Characters {
  /** More than enough to find the place. */
  private static final int MOST = 20;

  private Characters() {}

  static void check(String text, YamlReader.Problems problems) {
    for (int i = 0; i < text.length() && problems.count() < MOST; i++) {
      int c = text.codePointAt(i);
      if (!isAllowed(c)) {
        problems.add(
            DiagnosticCode.YAML_SYNTAX,
            i,
            i + Character.charCount(c),
            "the character " + Visible.escape(Character.toString(c)) + " is not allowed in YAML",
            "remove it");
      }
      if (Character.isSupplementaryCodePoint(c)) {
        i++;
      }
    }
  }

  private static boolean isAllowed(int c) {
    if (c < 0x7f) {
      return c >= 0x20 || c == '\n' || c == '\r' || c == '\t';
    }
    return c == 0x85
        || (c >= 0xa0 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd && c != 0xfeff)
        || c >= 0x10000;
  }
}
