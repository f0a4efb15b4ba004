package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as it was read.
 *
 * @param document null when there is an error among the diagnostics
 * @param diagnostics in the order of the text
 * @param lines of the text, to be shown under the diagnostics; empty when it could not be read
 */
public record CatalogFile(
    @Nullable CatalogDocument document, List<Diagnostic> diagnostics, List<String> lines) {
  public CatalogFile {
    diagnostics = List.copyOf(diagnostics);
    lines = List.copyOf(lines);
  }

  /**
   * Reads and checks a catalog.
   *
   * @param name a path, or {@code -} for standard input
   * @throws WorldException when there is no such file
   */
  public static CatalogFile read(String name, InputStream standardInput) {
    Checked<SourceText> source =
        name.equals("-") ? SourceReader.read(standardInput, name) : SourceReader.read(path(name));
    SourceText text = source.value();
    if (text == null) {
      return new CatalogFile(null, source.diagnostics(), List.of());
    }
    Checked<CatalogDocument> document = CatalogReader.read(text);
    return new CatalogFile(document.value(), document.diagnostics(), text.lines());
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new WorldException(WorldException.Kind.USAGE, "not a file name: " + e.getReason(), e);
    }
  }
}
