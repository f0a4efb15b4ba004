package dev.vllmnginx.config.syntax;

import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The value of a header {@code Authorization}, in quotes. It never shows itself. */
public record Credentials(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("\"Bearer [!-~&&[^\"$\\\\]]+\"");

  public Credentials {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new IllegalArgumentException("not a key that nginx can send");
    }
  }

  /** The header for a key. */
  public static Credentials bearer(Secret key, CatalogPath origin) {
    return new Credentials("\"Bearer " + key.reveal() + "\"", origin);
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
