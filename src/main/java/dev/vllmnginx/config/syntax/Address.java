package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where to listen or to connect: {@code 80}, {@code 127.0.0.1:80}, {@code [::1]:80}, {@code
 * vllm.internal:8000}.
 */
public record Address(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "unix:/[A-Za-z0-9/._-]+|[0-9]+|[A-Za-z0-9.-]+:[0-9]+|\\[[0-9A-Fa-f:.]+]:[0-9]+");

  public Address {
    NginxSyntax.require(GRAMMAR, text);
  }
}
