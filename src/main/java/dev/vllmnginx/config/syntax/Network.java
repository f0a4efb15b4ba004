package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An IP address or a block of them: {@code 10.0.0.0/8}, {@code 2001:db8::/32}. */
public record Network(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR =
      Pattern.compile("(?:[0-9.]+|[0-9a-f.]*:[0-9a-f:.]*)(?:/[0-9]{1,3})?");

  public Network {
    NginxSyntax.require(GRAMMAR, text);
  }
}
