package dev.vllmnginx.edit;

import dev.vllmnginx.yaml.Node;
import java.util.List;

/**
 * How a catalog quotes the values of one key.
 *
 * @param quote the kind of quotes, {@code "} or {@code '}
 * @param always whether values are quoted that YAML would take without quotes
 */
record QuoteHabit(char quote, boolean always) {
  static final QuoteHabit NONE = new QuoteHabit('"', false);

  /** The habit seen in values that are there already; the first that tells decides. */
  static QuoteHabit of(List<Node.Scalar> values, String text) {
    char quote = '"';
    for (Node.Scalar value : values) {
      if (value.plain()) {
        return new QuoteHabit(quote, false);
      }
      quote = text.charAt(value.span().start().offset()) == '\'' ? '\'' : '"';
      if (!YamlScalar.needsQuotes(value.text())) {
        return new QuoteHabit(quote, true);
      }
    }
    return new QuoteHabit(quote, false);
  }

  /** The value as text of a block. */
  String block(String value) {
    return always || YamlScalar.needsQuotes(value) ? YamlScalar.quoted(value, quote) : value;
  }

  /** The value as text inside of brackets or braces, where old readers stumble over a colon. */
  String flow(String value) {
    return value.indexOf(':') >= 0 ? YamlScalar.quoted(value, quote) : block(value);
  }
}
