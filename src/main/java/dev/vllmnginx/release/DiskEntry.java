package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.digest.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What stands at a place of an output directory; symbolic links are seen, never followed. */
sealed interface DiskEntry {
  /** Nothing stands there, and all directories on the way are plain ones or missing too. */
  record Missing() implements DiskEntry {}

  /** A regular file of a user who may have written it, under one name. */
  record Plain(Content content) implements DiskEntry {}

  /**
   * Something that must not be written to.
   *
   * @param content if it is a regular file and only its owner or its links are wrong, else null
   */
  record Untouchable(String reason, @Nullable Content content) implements DiskEntry {}

  /**
   * What a file holds.
   *
   * @param sha256 of its bytes
   * @param text its bytes as UTF-8, for showing
   * @param exposed whether anybody but its owner may read it
   */
  record Content(String sha256, String text, boolean exposed) {}

  /** Bytes of a file that are read at most: no generated file comes near. */
  long SIZE_LIMIT = 256L << 20;

  /**
   * Looks at {@code relative} in {@code directory}, whose own name may be a symbolic link; what
   * belongs to another user is not touched.
   */
  static DiskEntry inspect(Path directory, String relative) {
    return inspect(directory, relative, Account::isMine);
  }

  /** The same in the directory of a release, of any user. */
  static DiskEntry inRelease(Path directory, String relative) {
    return inspect(directory, relative, Account.ownersIn(directory));
  }

  /**
   * The same.
   *
   * @param owner whether a file may belong to a user, by number
   */
  static DiskEntry inspect(Path directory, String relative, IntPredicate owner) {
    Path path = directory;
    String[] segments = relative.split("/", -1);
    try {
      for (int i = 0; i < segments.length - 1; i++) {
        path = path.resolve(segments[i]);
        if (Files.isSymbolicLink(path)) {
          return new Untouchable("lies behind the symbolic link " + path, null);
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          return new Missing();
        }
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          return new Untouchable("needs " + path + " to be a directory", null);
        }
      }
      return inspectFile(path.resolve(segments[segments.length - 1]), owner);
    } catch (NoSuchFileException e) {
      return new Missing();
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot read " + directory.resolve(relative) + ": " + OutputDirectory.reason(e),
          e);
    }
  }

  private static DiskEntry inspectFile(Path file, IntPredicate allowed) throws IOException {
    Map<String, Object> unix;
    unix = Files.readAttributes(file, "unix:*", LinkOption.NOFOLLOW_LINKS);
    if (Boolean.TRUE.equals(unix.get("isSymbolicLink"))) {
      return new Untouchable("is a symbolic link", null);
    }
    if (Boolean.TRUE.equals(unix.get("isDirectory"))) {
      return new Untouchable("is a directory", null);
    }
    if (!Boolean.TRUE.equals(unix.get("isRegularFile"))) {
      return new Untouchable("is not a regular file", null);
    }
    if (Files.size(file) > SIZE_LIMIT) {
      return new Untouchable("is far larger than any generated file", null);
    }
    byte[] bytes = Files.readAllBytes(file);
    boolean exposed = unix.get("mode") instanceof Number mode && (mode.intValue() & 077) != 0;
    Content content =
        new Content(Sha256.hex(bytes), new String(bytes, StandardCharsets.UTF_8), exposed);
    if (unix.get("nlink") instanceof Number links && links.intValue() > 1) {
      return new Untouchable("has a second name (a hard link)", content);
    }
    if (unix.get("uid") instanceof Number owner && !allowed.test(owner.intValue())) {
      return new Untouchable("belongs to another user", content);
    }
    return new Plain(content);
  }
}
