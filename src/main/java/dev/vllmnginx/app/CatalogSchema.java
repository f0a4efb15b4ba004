package dev.vllmnginx.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The JSON Schema (draft 7) of a catalog. */
public final class CatalogSchema {
  private CatalogSchema() {}

  /** Its text, with a line feed at the end. */
  public static String text() {
    try (InputStream in = CatalogSchema.class.getResourceAsStream("/catalog.schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own file catalog.schema.json");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
