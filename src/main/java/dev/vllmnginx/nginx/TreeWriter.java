package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Puts a tree into an empty private directory and makes what nginx expects to find there. */
final class TreeWriter {
  private TreeWriter() {}

  static void write(RenderedTree tree, PrivatePlace place) {
    try {
      // nginx makes the directories in it, and as root gives them to its workers, who pass through.
      Files.createDirectories(place.temporary());
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot write " + place.temporary() + ": " + e, e);
    }
    for (RenderedFile file : tree.files()) {
      Path target = place.directory().resolve(file.path()).normalize();
      if (!target.startsWith(place.directory())) {
        throw new IllegalArgumentException(file.path() + " leaves the tree");
      }
      try {
        Files.createDirectories(target.getParent());
        write(target, file);
      } catch (IOException e) {
        throw new WorldException(WorldException.Kind.IO, "cannot write " + target + ": " + e, e);
      }
    }
  }

  /** Others may pass through the directory: a file with secrets is never theirs to read. */
  private static void write(Path target, RenderedFile file) throws IOException {
    if (RenderedFile.isSecret(file.path())) {
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(
              EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)));
    }
    Files.write(target, file.bytes());
  }
}
