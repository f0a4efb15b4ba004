package dev.vllmnginx.edit;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Strings as YAML scalars that every reader, of YAML 1.1 or 1.2, takes for exactly that string. */
public final class YamlScalar {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._/+-][A-Za-z0-9._/:@+-]*");

  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

  /** What YAML 1.1 or 1.2 takes for a number, a time or a date. */
  private static final Pattern NUMBER_OR_DATE =
      Pattern.compile(
          "[-+]?0b[01_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?0o[0-7_]+"
              + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.[0-9_]*([eE][-+]?[0-9]+)?"
              + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])++(\\.[0-9_]*)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt].*)?");

  private YamlScalar() {}

  /** Whether the value must be quoted in a block. */
  public static boolean needsQuotes(String value) {
    return !SAFE.matcher(value).matches()
        || value.endsWith(":")
        || value.equals("-")
        || value.startsWith("---")
        || value.startsWith("...")
        || WORDS.contains(value.toLowerCase(Locale.ROOT))
        || NUMBER_OR_DATE.matcher(value).matches();
  }

  /** The value in quotes of the wanted kind, {@code "} or {@code '}; only the first can escape. */
  public static String quoted(String value, char quote) {
    boolean printable = value.chars().allMatch(c -> c >= ' ' && c <= '~');
    if (quote == '\'' && printable) {
      return "'" + value.replace("'", "''") + "'";
    }
    StringBuilder text = new StringBuilder("\"");
    value.codePoints().forEach(c -> appendEscaped(text, c));
    return text.append('"').toString();
  }

  private static void appendEscaped(StringBuilder text, int c) {
    if (c == '"' || c == '\\') {
      text.append('\\').append((char) c);
    } else if (c >= ' ' && c <= '~') {
      text.append((char) c);
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      text.append("\\ufffd"); // Half of a pair is no character: YAML cannot say it.
    } else {
      text.append(String.format(Locale.ROOT, "\\U%08x", c));
    }
  }
}
