package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Text that can stand in an nginx configuration as it is. */
public sealed interface NginxSyntax
    permits Account,
        Address,
        Credentials,
        Duration,
        FilePath,
        Home,
        Identifier,
        MapKey,
        MapValue,
        Network,
        ReleaseId,
        Rate,
        Response,
        ServerName,
        Size,
        UriPath,
        Words {
  /** The text, one token. */
  String text();

  /** The place in the catalog that it comes from; null when it does not come from one. */
  @Nullable CatalogPath origin();

  /** Refuses a text that is not wholly of the pattern. */
  static void require(Pattern grammar, String text) {
    if (!grammar.matcher(text).matches()) {
      throw new IllegalArgumentException("not a safe nginx token: " + text);
    }
  }
}
