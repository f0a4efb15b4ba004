package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Objects;

/** The two things of ours among the files of an nginx that somebody else owns. */
public final class SiteFiles {
  private static final int MODE = 0644;

  private SiteFiles() {}

  /**
   * Whether a file of that text is there.
   *
   * @throws WorldException when something else has its name
   */
  public static boolean hasFile(Path file, String text) {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && Files.readString(file).equals(text)) {
        return true;
      }
      throw taken(file);
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /**
   * Whether a link to that target is there.
   *
   * @throws WorldException when something else has its name
   */
  public static boolean hasLink(Path link, Path target) {
    try {
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
      if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
        return true;
      }
      throw taken(link);
    } catch (IOException e) {
      throw trouble(link, e);
    }
  }

  /**
   * Makes a file of that text if there is none.
   *
   * @return whether there was none
   * @throws WorldException when something else has its name
   */
  public static boolean ensureFile(Path file, String text) {
    try {
      if (hasFile(file, text)) {
        return false;
      }
      Path pending = file.resolveSibling("." + file.getFileName() + ".new");
      Files.deleteIfExists(pending);
      DurableFiles.create(pending, text.getBytes(StandardCharsets.UTF_8), MODE);
      DurableFiles.rename(pending, file);
      DurableFiles.sync(directory(file));
      return true;
    } catch (IOException e) {
      throw trouble(file, e);
    }
  }

  /**
   * Makes a link to that target if there is none.
   *
   * @return whether there was none
   * @throws WorldException when something else has its name
   */
  public static boolean ensureLink(Path link, Path target) {
    try {
      if (hasLink(link, target)) {
        return false;
      }
      Files.createSymbolicLink(link, target);
      DurableFiles.sync(directory(link));
      return true;
    } catch (IOException e) {
      throw trouble(link, e);
    }
  }

  /** Removes one of them. */
  public static void remove(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  private static Path directory(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static WorldException taken(Path path) {
    return new WorldException(
        WorldException.Kind.IO,
        path + " is there already and not ours: look at it and move it away",
        null);
  }

  private static WorldException trouble(Path path, IOException e) {
    return new WorldException(
        WorldException.Kind.IO, "cannot write " + path + ": " + OutputDirectory.reason(e), e);
  }
}
