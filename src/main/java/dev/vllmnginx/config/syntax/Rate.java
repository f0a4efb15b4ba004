package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Requests in a time: {@code 10r/s}. */
public record Rate(String text) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[1-9][0-9]*r/[sm]");

  public Rate {
    NginxSyntax.require(GRAMMAR, text);
  }

  @Override
  public @Nullable CatalogPath origin() {
    return null;
  }
}
