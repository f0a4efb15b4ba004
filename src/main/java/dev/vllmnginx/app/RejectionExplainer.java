package dev.vllmnginx.app;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.NginxMessage;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what nginx's messages mean for the catalog: each becomes a diagnostic with the generated
 * line that it is about and, where that line comes from the catalog, the place there.
 */
public final class RejectionExplainer {
  /** What nginx quotes in a message without a place: a file, a name, an address. */
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]{3,})\"");

  /** Longest part of a generated line that is shown. */
  private static final int SHOWN = 160;

  private final Function<CatalogPath, @Nullable Location> locations;

  /**
   * @param locations where in the catalog file a path stands; null if it has no place of its own
   */
  public RejectionExplainer(Function<CatalogPath, @Nullable Location> locations) {
    this.locations = locations;
  }

  /**
   * The diagnostics for what nginx said, in its order: of an accepted tree only warnings, of a
   * refused one at least one error.
   */
  public List<Diagnostic> explain(ConfigTestResult result) {
    boolean rejected = result instanceof ConfigTestResult.Rejected;
    return result.messages().stream()
        .map(message -> explain(message, result.tree(), rejected))
        .toList();
  }

  private Diagnostic explain(NginxMessage message, RenderedTree tree, boolean rejected) {
    boolean error = rejected && message.level() != NginxMessage.Level.WARN;
    Optional<GeneratedLine> line = GeneratedLine.of(message, tree);
    CatalogPath path = line.map(GeneratedLine::origin).orElse(CatalogPath.ROOT);
    return new Diagnostic(
        error ? DiagnosticCode.NGINX_REJECTED : DiagnosticCode.NGINX_WARNED,
        error ? Severity.ERROR : Severity.WARNING,
        path,
        path.equals(CatalogPath.ROOT) ? null : locations.apply(path),
        text(message, line, error),
        hint(message.text()).orElse(null));
  }

  private static String text(NginxMessage message, Optional<GeneratedLine> line, boolean error) {
    String verb = error ? "nginx refused " : "nginx warned about ";
    String subject =
        line.map(GeneratedLine::describe)
            .orElseGet(() -> message.file() == null ? "the configuration" : place(message));
    return plain(verb + subject + ": " + message.text());
  }

  private static String place(NginxMessage message) {
    return message.file() + ":" + message.line();
  }

  /** On one line; control characters, which a hand-written file may hold, are made visible. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (String line : text.lines().toList()) {
      plain.append(plain.isEmpty() ? "" : " ").append(line.strip());
    }
    return plain
        .toString()
        .codePoints()
        .mapToObj(c -> Character.isISOControl(c) ? "\\x%02x".formatted(c) : Character.toString(c))
        .reduce("", String::concat);
  }

  private static Optional<String> hint(String text) {
    if (text.startsWith("host not found in upstream")) {
      return Optional.of(
          "nginx looks names up when it starts: make this machine resolve the name, or write the IP"
              + " address");
    }
    if (text.contains("unknown directive \"js_")) {
      return Optional.of(
          "this nginx has no njs module or an old one (Debian: apt-get install libnginx-mod-http-js)");
    }
    if (text.contains("cannot load certificate")) {
      return Optional.of("the file must exist here and be readable by whoever runs this command");
    }
    if (text.startsWith("getpwnam(") || text.startsWith("getgrnam(")) {
      return Optional.of(
          "set `nginx.user` to the account that runs nginx's workers: www-data on Debian, nginx in"
              + " the official image");
    }
    return Optional.empty();
  }

  /**
   * A generated line and the place in the catalog that it comes from, {@link CatalogPath#ROOT} if
   * it is the same for every catalog.
   */
  private record GeneratedLine(String file, int number, String text, CatalogPath origin) {
    static Optional<GeneratedLine> of(NginxMessage message, RenderedTree tree) {
      @Nullable String file = message.file();
      if (file == null) {
        return quotedIn(message.text(), tree);
      }
      return tree.files().stream()
          .filter(found -> found.path().equals(file) || found.path().endsWith("/" + file))
          .findFirst()
          .flatMap(found -> at(found, message.line()));
    }

    String describe() {
      if (RenderedFile.isSecret(file)) {
        return file + ":" + number;
      }
      String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
      return file + ":" + number + " `" + shown + "`";
    }

    private static Optional<GeneratedLine> at(RenderedFile file, int number) {
      List<String> lines = file.text().lines().toList();
      if (number < 1 || number > lines.size()) {
        return Optional.empty();
      }
      return Optional.of(
          new GeneratedLine(
              file.path(), number, lines.get(number - 1).strip(), origin(file, lines, number)));
    }

    /**
     * The line's own origin, or that of the block or the value it belongs to: the nearest line
     * above it, but not beyond the block's beginning. nginx names the last line of a block that is
     * wrong as a whole.
     */
    private static CatalogPath origin(RenderedFile file, List<String> lines, int number) {
      for (int i = number; i >= 1; i--) {
        CatalogPath origin = file.origins().get(i);
        if (origin != null) {
          return origin;
        }
        String above = i == 1 ? "" : lines.get(i - 2).strip();
        if (above.isEmpty() || above.endsWith("}")) {
          break;
        }
      }
      return CatalogPath.ROOT;
    }

    /** The first line that comes from the catalog and holds what the message quotes. */
    private static Optional<GeneratedLine> quotedIn(String text, RenderedTree tree) {
      Matcher quoted = QUOTED.matcher(text);
      while (quoted.find()) {
        for (RenderedFile file : tree.files()) {
          List<String> lines = file.text().lines().toList();
          for (int number : file.origins().keySet()) {
            if (number <= lines.size() && lines.get(number - 1).contains(quoted.group(1))) {
              return at(file, number);
            }
          }
        }
      }
      return Optional.empty();
    }
  }
}
