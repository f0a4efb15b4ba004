package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of an account of the system. */
public record Account(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z_][a-z0-9_-]*");

  public Account {
    NginxSyntax.require(GRAMMAR, text);
  }
}
