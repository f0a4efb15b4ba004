package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host name of a server, or the {@code _} that matches none. */
public record ServerName(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("(?:_|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)");

  public ServerName {
    NginxSyntax.require(GRAMMAR, text);
  }
}
