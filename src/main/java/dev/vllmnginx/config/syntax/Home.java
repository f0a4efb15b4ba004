package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the tree lies below the directory of nginx's main file, against which nginx resolves what
 * is included and imported: empty, or the name of a directory with a slash.
 */
public record Home(String text) implements NginxSyntax {
  private static final Pattern GRAMMAR = Pattern.compile("(?:[a-z][a-z-]*/)?");

  /** The tree has its own main file. */
  public static final Home HERE = new Home("");

  /** The tree lies beside the files of an nginx that includes it. */
  public static final Home BESIDE = new Home("vllm-nginx/");

  public Home {
    NginxSyntax.require(GRAMMAR, text);
  }

  @Override
  public @Nullable CatalogPath origin() {
    return null;
  }
}
