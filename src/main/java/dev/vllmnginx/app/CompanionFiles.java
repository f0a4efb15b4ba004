package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.Companions;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The files that a catalog names, on the disk; their names are relative to the catalog's. */
final class CompanionFiles implements Companions {
  private final Path directory;
  private SourceLines shown = SourceLines.NONE;

  private CompanionFiles(Path directory) {
    this.directory = directory;
  }

  /** Those in a directory. */
  static CompanionFiles in(Path directory) {
    return new CompanionFiles(directory);
  }

  /** Those of a catalog. */
  static CompanionFiles of(Path catalog) {
    Path directory = catalog.getParent();
    return new CompanionFiles(directory == null ? Path.of("") : directory);
  }

  @Override
  public Optional<Checked<SourceText>> read(String name) {
    Path file = path(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Checked<SourceText> read = SourceReader.read(file);
    SourceText text = read.value();
    if (text != null) {
      shown = shown.and(text.shown());
    }
    return Optional.of(read);
  }

  /** Where a file lies. */
  Path path(String name) {
    return directory.resolve(name);
  }

  /** The lines of all that was read. */
  SourceLines shown() {
    return shown;
  }
}
