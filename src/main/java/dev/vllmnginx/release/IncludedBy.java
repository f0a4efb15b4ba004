package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which nginx includes the releases of a store, where they have no main file of their own: {@code
 * nginx-conf} names its main file, so that no other one is changed by mistake.
 */
public final class IncludedBy {
  private static final String FILE_NAME = "nginx-conf";

  private IncludedBy() {}

  /**
   * Holds a main file against the one that is known; any is right where none is.
   *
   * @param main absolute
   * @throws WorldException when it is another one
   */
  public static void require(Path root, Path main) {
    Optional<Path> known = read(root);
    if (known.isPresent() && !isSame(known.get(), main)) {
      throw new WorldException(
          WorldException.Kind.USAGE,
          "the releases in %s are included by %s, not by %s: say --nginx-conf %s, or use another --root for another nginx"
              .formatted(root, known.get(), main, known.get()),
          null);
    }
  }

  /** Writes down a main file, in one step. */
  static void write(Path root, Path main) throws IOException {
    if (read(root).equals(Optional.of(main))) {
      return;
    }
    Path pending = root.resolve("." + FILE_NAME + ".new");
    Files.deleteIfExists(pending);
    DurableFiles.create(pending, (main + "\n").getBytes(StandardCharsets.UTF_8), 0640);
    DurableFiles.rename(pending, root.resolve(FILE_NAME));
    DurableFiles.sync(root);
  }

  /** Forgets it. */
  static void remove(Path root) throws IOException {
    Files.deleteIfExists(root.resolve(FILE_NAME));
  }

  private static Optional<Path> read(Path root) {
    try {
      String text = Files.readString(root.resolve(FILE_NAME)).strip();
      return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot read " + root.resolve(FILE_NAME) + ": " + OutputDirectory.reason(e),
          e);
    }
  }

  private static boolean isSame(Path a, Path b) {
    try {
      return a.equals(b) || Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }
}
