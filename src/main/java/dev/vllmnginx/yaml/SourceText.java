package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.SourceLines;
import java.util.List;

/**
 * The text of a file, decoded.
 *
 * @param name the file as the user named it, {@code -} for standard input
 * @param text its text, without a byte order mark, line ends as they are
 */
public record SourceText(String name, String text) {
  /** The lines without their ends, for showing them under a diagnostic. */
  public List<String> lines() {
    return text.lines().toList();
  }

  /** The same as what findings in this text are shown with. */
  public SourceLines shown() {
    return SourceLines.of(name, lines());
  }

  /** The first line of a span, as a place to point at. */
  public Location locate(Span span) {
    Position start = span.start();
    Position end = span.end();
    int length = end.line() == start.line() ? end.column() - start.column() : 1;
    return new Location(name, start.line(), start.column(), Math.max(1, length));
  }
}
