package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a catalog from where the user says that it is. */
public final class CatalogFile {
  private CatalogFile() {}

  /**
   * The catalog in a file.
   *
   * @param name a path, or {@code -} for standard input
   */
  public static Checked<CatalogDocument> read(String name, InputStream standardInput) {
    try {
      byte[] bytes =
          name.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(name));
      return CatalogReader.read(new SourceText(name, new String(bytes, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.USAGE, "cannot read " + name, e);
    }
  }
}
