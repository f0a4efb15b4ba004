package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a release: 16 hexadecimal digits. */
public record ReleaseId(String text) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{16}");

  /** Stands where the id will be: it is a hash of the files and not known before them. */
  public static final ReleaseId UNKNOWN = new ReleaseId("0000000000000000");

  public ReleaseId {
    NginxSyntax.require(GRAMMAR, text);
  }

  @Override
  public @Nullable CatalogPath origin() {
    return null;
  }
}
