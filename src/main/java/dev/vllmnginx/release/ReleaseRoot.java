package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Tells whether a directory belongs to a store of releases, whatever links lead to it. */
public final class ReleaseRoot {
  private ReleaseRoot() {}

  /**
   * The root of the store in one of whose releases a directory is, or would be if it were made.
   *
   * @return empty when it is in none, or nobody can tell
   */
  public static Optional<Path> above(Path directory) {
    for (Path at = real(directory); at != null; at = at.getParent()) {
      Path releases = at.getParent();
      Path root = releases == null ? null : releases.getParent();
      if (releases != null && root != null && releases.endsWith("releases") && isStore(root)) {
        return Optional.of(root);
      }
    }
    return Optional.empty();
  }

  private static boolean isStore(Path root) {
    try {
      return Files.readSymbolicLink(root.resolve("current")).startsWith("releases");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Without links, as far as it exists. */
  private static Path real(Path directory) {
    Path absolute = directory.toAbsolutePath();
    int names = absolute.getNameCount();
    for (Path at = absolute; at != null; at = at.getParent()) {
      try {
        Path real = at.toRealPath();
        int known = at.getNameCount();
        return known == names ? real : real.resolve(absolute.subpath(known, names)).normalize();
      } catch (IOException e) {
        // There is no such directory yet: what is above it counts.
      }
    }
    return absolute.normalize();
  }
}
