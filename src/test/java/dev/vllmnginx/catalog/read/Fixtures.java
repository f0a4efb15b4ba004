package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The catalogs under {@code src/test/resources}, good and bad. */
final class Fixtures {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private Fixtures() {}

  /** Directories with a {@code catalog.yaml} and the {@code expected.txt} that comes of it. */
  static List<Path> bad() {
    return list(RESOURCES.resolve("bad"));
  }

  /** Files that come without any diagnostic. */
  static List<Path> good() {
    return list(RESOURCES.resolve("good"));
  }

  static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a fixture, under a name that is the same everywhere. */
  static SourceText source(Path file) {
    try {
      return SourceReader.read(
              new ByteArrayInputStream(Files.readAllBytes(file)), file.getFileName().toString())
          .orThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Diagnostic> diagnostics(Path file) {
    Checked<CatalogDocument> checked = CatalogReader.read(source(file));
    return checked.diagnostics();
  }
}
