package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.io.InputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A catalog as it was read.
 *
 * @param document null when there is an error among the diagnostics
 * @param diagnostics in the order of the text
 * @param lines of the text and of the files that it names, to be shown under the diagnostics
 * @param directory against which the names of other files in it are resolved
 */
public record CatalogFile(
    @Nullable CatalogDocument document,
    List<Diagnostic> diagnostics,
    SourceLines lines,
    Path directory) {
  public CatalogFile {
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Reads and checks a catalog.
   *
   * @param name a path, or {@code -} for standard input
   * @throws WorldException when there is no such file, or it cannot be opened
   */
  public static CatalogFile read(String name, InputStream standardInput) {
    boolean isStream = name.equals("-");
    Checked<SourceText> source =
        isStream ? SourceReader.read(standardInput, name) : SourceReader.read(path(name));
    Path parent = isStream ? null : path(name).getParent();
    Path directory = parent == null ? Path.of("") : parent;
    SourceText text = source.value();
    if (text == null) {
      requireFile(source.diagnostics());
      return new CatalogFile(null, source.diagnostics(), SourceLines.NONE, directory);
    }
    return read(text, directory);
  }

  /**
   * Reads and checks the catalog in a file.
   *
   * @throws WorldException when there is no such file
   */
  static CatalogFile read(Path file) {
    return read(file.toString(), InputStream.nullInputStream());
  }

  /** Reads and checks a catalog whose text is known. */
  static CatalogFile read(SourceText text, Path directory) {
    CompanionFiles companions = CompanionFiles.in(directory);
    Checked<CatalogDocument> document = CatalogReader.read(text, companions);
    return new CatalogFile(
        document.value(), document.diagnostics(), text.shown().and(companions.shown()), directory);
  }

  /**
   * The same with the keys of servers, which stand in files of their own: what renders a catalog or
   * speaks to its servers needs them.
   */
  public CatalogFile withKeys() {
    if (document == null) {
      return this;
    }
    UpstreamKeys keys = new UpstreamKeys(directory);
    CatalogDocument complete = keys.into(document);
    boolean wrong = keys.found().stream().anyMatch(Diagnostic::isError);
    List<Diagnostic> all = new ArrayList<>(diagnostics);
    all.addAll(keys.found());
    return new CatalogFile(wrong ? null : complete, all, lines, directory);
  }

  /**
   * What cannot be opened is no invalid catalog but none at all, like a name that does not exist.
   *
   * @throws WorldException when that is so
   */
  static void requireFile(List<Diagnostic> found) {
    for (Diagnostic diagnostic : found) {
      if (diagnostic.code() == DiagnosticCode.UNREADABLE_FILE) {
        String file = diagnostic.location() == null ? "" : diagnostic.location().file() + ": ";
        throw new WorldException(
            WorldException.Kind.USAGE, Visible.escape(file) + diagnostic.message(), null);
      }
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new WorldException(WorldException.Kind.USAGE, "not a file name: " + e.getReason(), e);
    }
  }
}
