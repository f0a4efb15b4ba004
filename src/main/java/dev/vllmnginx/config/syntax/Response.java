package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The body of a {@code return}, in single quotes: JSON without variables, backslashes or single
 * quotes.
 */
public record Response(String text) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("'[^'$\\\\\\p{Cntrl}]*'");

  public Response {
    NginxSyntax.require(GRAMMAR, text);
  }

  @Override
  public @Nullable CatalogPath origin() {
    return null;
  }
}
