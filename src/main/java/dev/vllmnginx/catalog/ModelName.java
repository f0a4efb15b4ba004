package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;

/**
 * A name that clients send as {@code model}: exact, case-sensitive, 1 to 128 characters of {@code
 * A-Z a-z 0-9 . _ / : @ + -}, the first of them none of {@code + - : @}.
 */
public record ModelName(String value) {
  private static final int LONGEST = 128;
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9._/][A-Za-z0-9._/:@+-]{0," + (LONGEST - 1) + "}");

  /** Reads a name. */
  public static Parsed<ModelName> parse(String text) {
    if (GRAMMAR.matcher(text).matches()) {
      return Parsed.of(new ModelName(text));
    }
    if (text.isEmpty()) {
      return Parsed.bad("a model name is empty", "write the name that the vLLM server serves");
    }
    if (text.length() > LONGEST) {
      return Parsed.bad(
          "a model name has " + text.length() + " characters",
          "at most " + LONGEST + " are allowed");
    }
    return Parsed.bad(
        Visible.quote(text) + " is not a model name",
        "use letters, digits and . _ / : @ + - and begin with a letter, a digit or . _ /");
  }

  @Override
  public String toString() {
    return value;
  }
}
