package dev.vllmnginx.catalog.read;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What YAML 1.1 or 1.2 makes of an unquoted word. Programs differ in which of the two they follow,
 * so a string that either takes for something else needs quotes.
 */
final class PlainScalars {
  private record Meaning(Pattern pattern, String what) {}

  private static final Meaning[] MEANINGS = {
    meaning("null", "~|null|Null|NULL|"),
    meaning(
        "a boolean",
        "y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF"),
    meaning("a number", "[-+]?0b[0-1_]+|[-+]?0o?[0-7_]+|[-+]?[0-9][0-9_]*|[-+]?0x[0-9a-fA-F_]+"),
    meaning("a number to base 60", "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++(?:\\.[0-9_]*)?"),
    meaning(
        "a number",
        "[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+"),
    meaning("a number", "[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)"),
    meaning("a date", "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \\t].*)?"),
    meaning("a special word", "<<|="),
  };

  private PlainScalars() {}

  private static Meaning meaning(String what, String expression) {
    return new Meaning(Pattern.compile(expression), what);
  }

  /** What the word is when it is not a string, for example {@code a number}. */
  static Optional<String> otherMeaning(String word) {
    for (Meaning meaning : MEANINGS) {
      if (meaning.pattern.matcher(word).matches()) {
        return Optional.of(meaning.what);
      }
    }
    return Optional.empty();
  }
}
