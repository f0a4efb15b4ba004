package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value in a {@code map} block: words with single spaces between them, in quotes. */
public record MapValue(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR =
      Pattern.compile("\"[A-Za-z0-9._/:@+-]+(?: [A-Za-z0-9._/:@+-]+)*\"");

  public MapValue {
    NginxSyntax.require(GRAMMAR, text);
  }

  /** The value made of these words. */
  public static MapValue of(CatalogPath origin, String... words) {
    return new MapValue('"' + String.join(" ", words) + '"', origin);
  }
}
