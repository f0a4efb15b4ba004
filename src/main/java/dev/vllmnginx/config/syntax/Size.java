package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A size in bytes: {@code 32m}. */
public record Size(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9]+[km]?");

  public Size {
    NginxSyntax.require(GRAMMAR, text);
  }
}
