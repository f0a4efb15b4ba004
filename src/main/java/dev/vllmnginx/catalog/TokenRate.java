package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tokens in a minute, of prompts and answers together.
 *
 * @param perMinute how many, from 1
 */
public record TokenRate(int perMinute) {
  private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,8})/m");

  /** Reads {@code 100000/m}. */
  public static Parsed<TokenRate> parse(String text) {
    Matcher matcher = GRAMMAR.matcher(text);
    return matcher.matches()
        ? Parsed.of(new TokenRate(Integer.parseInt(matcher.group(1))))
        : Parsed.bad(
            Visible.quote(text) + " is not a number of tokens in a minute",
            "write for example 100000/m, at least 1/m");
  }
}
