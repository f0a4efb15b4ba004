package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;

/**
 * What a key is called in logs and limits: 1 to 64 characters of {@code A-Z a-z 0-9 . _ @ -}, the
 * first of them a letter or a digit. Never the key itself.
 */
public record KeyId(String value) {
  private static final int LONGEST = 64;
  private static final Pattern GRAMMAR =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0," + (LONGEST - 1) + "}");

  /** Reads an id. */
  public static Parsed<KeyId> parse(String text) {
    if (Visible.holdsSecret(text)) {
      return Parsed.bad(
          "this is a key, not the id of one",
          "write a name such as \"team-a\"; only hashes go here");
    }
    if (GRAMMAR.matcher(text).matches()) {
      return Parsed.of(new KeyId(text));
    }
    if (text.length() > LONGEST) {
      return Parsed.bad(
          "a key's id has " + text.length() + " characters", "at most " + LONGEST + " are allowed");
    }
    return Parsed.bad(
        Visible.quote(text) + " is not the id of a key",
        "use letters, digits and . _ @ - and begin with a letter or a digit");
  }

  @Override
  public String toString() {
    return value;
  }
}
