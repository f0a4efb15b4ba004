package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The path of a file. */
public record FilePath(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9/._@%+=:,-]*");

  public FilePath {
    NginxSyntax.require(GRAMMAR, text);
  }
}
