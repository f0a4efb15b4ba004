package dev.vllmnginx.config.syntax;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key in a {@code map} block. Plain keys of a map ignore case, and some words are parameters of
 * the map even in quotes (ngx_http_map_module), hence two forms: {@link #plain} and {@link #exact}.
 */
public record MapKey(String text, @Nullable CatalogPath origin) implements NginxSyntax {
  private static final Pattern NAME = Pattern.compile("(?:[0-9]*=)?[A-Za-z0-9._/:@+-]+");
  private static final Pattern GRAMMAR = Pattern.compile("\"[^\"$\\p{Cntrl}]+\\$?\"");
  private static final String ID = "{id}";
  private static final Set<String> PARAMETERS =
      Set.of("default", "hostnames", "include", "volatile");

  public MapKey {
    NginxSyntax.require(GRAMMAR, text);
  }

  /** A key that the map finds by its hash, whatever the case of its letters. */
  public static MapKey plain(String name, @Nullable CatalogPath origin) {
    NginxSyntax.require(NAME, name);
    boolean parameter = PARAMETERS.contains(name.toLowerCase(Locale.ROOT));
    return new MapKey(parameter ? "\"\\\\" + name + "\"" : "\"" + name + "\"", origin);
  }

  /** A path of the API; {@code {id}} in it stands for the id of a response. */
  public static MapKey path(String path) {
    return path.contains(ID)
        ? new MapKey("\"~^" + path.replace(ID, "resp_[A-Za-z0-9_-]+") + "$\"", null)
        : plain(path, null);
  }

  /**
   * A key that matches exactly this name: a regular expression, tried in turn after the plain keys.
   */
  public static MapKey exact(String name, @Nullable CatalogPath origin) {
    NginxSyntax.require(NAME, name);
    return new MapKey("\"~^" + name.replaceAll("[.+]", "[$0]") + "$\"", origin);
  }
}
