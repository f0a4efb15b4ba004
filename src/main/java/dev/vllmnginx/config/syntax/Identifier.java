package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of an upstream, a zone or, with an @, of a location. */
public record Identifier(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("@?[a-z][a-z0-9_]*");

  public Identifier {
    NginxSyntax.require(GRAMMAR, text);
  }
}
