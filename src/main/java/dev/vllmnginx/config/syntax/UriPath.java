package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path of the API, without query. */
public record UriPath(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("/[A-Za-z0-9/._-]*");

  public UriPath {
    NginxSyntax.require(GRAMMAR, text);
  }
}
