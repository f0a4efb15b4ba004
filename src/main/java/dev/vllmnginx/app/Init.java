package dev.vllmnginx.app;

import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a first catalog. */
public final class Init {
  private static final String RESOURCE = "/dev/vllmnginx/first-catalog.yaml";

  private Init() {}

  /** A catalog that is valid as it stands and explains itself. */
  public static String catalog() {
    try (InputStream in = Init.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program is not complete: no " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the first catalog to a new file.
   *
   * @return whether there was no such file
   * @throws WorldException if it cannot be written
   */
  public static boolean write(Path file) {
    try {
      Files.writeString(file, catalog(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (NoSuchFileException e) {
      throw new WorldException(
          WorldException.Kind.USAGE, "no such directory: " + Visible.escape(file.toString()), e);
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot write " + Visible.escape(file.toString()), e);
    }
  }
}
