package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;

/** Grammar of an account's name for nginx's {@code user}. */
public final class UserName {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

  private UserName() {}

  /** Reads the name of an unprivileged account. */
  public static Parsed<String> parse(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not the name of an account",
          "use small letters, digits, _ and -, at most 32, for example www-data");
    }
    return text.equals("root")
        ? Parsed.bad("the workers must not run as root", "name an account such as www-data")
        : Parsed.of(text);
  }
}
