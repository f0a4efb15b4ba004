package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A directive with its parameters, all of them words of nginx: {@code random two least_conn}. */
public record Words(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[a-z_]+(?: [a-z_]+)*");

  public Words {
    NginxSyntax.require(GRAMMAR, text);
  }
}
