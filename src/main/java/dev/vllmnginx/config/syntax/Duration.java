package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A span of time: {@code 600s}. */
public record Duration(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9]+(?:ms|s|m|h|d)");

  public Duration {
    NginxSyntax.require(GRAMMAR, text);
  }
}
