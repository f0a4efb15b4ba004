package dev.vllmnginx.edit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A new file that will take the place of an old one in the same directory: written and flushed to
 * the disk under another name first, with the old one's mode, owner and group.
 */
final class Replacement implements AutoCloseable {
  private final Path old;
  private final Path path;

  private Replacement(Path old, Path path) {
    this.old = old;
    this.path = path;
  }

  /** Begins a replacement; the caller has the lock, so nobody else uses its name. */
  static Replacement beside(Path old) throws IOException {
    if (!Files.isWritable(old)) {
      throw new AccessDeniedException(old.toString(), null, "this user may not write to it");
    }
    return new Replacement(old, old.resolveSibling("." + old.getFileName() + ".new"));
  }

  void write(byte[] bytes) throws IOException {
    Files.deleteIfExists(path); // Of a program that was killed.
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      keepOwner();
      Files.setAttribute(path, "unix:mode", Files.getAttribute(old, "unix:mode"));
      channel.force(true);
    }
  }

  private void keepOwner() throws IOException {
    try {
      for (String attribute : List.of("unix:uid", "unix:gid")) {
        Object wanted = Files.getAttribute(old, attribute);
        if (!wanted.equals(Files.getAttribute(path, attribute))) {
          Files.setAttribute(path, attribute, wanted);
        }
      }
    } catch (FileSystemException e) {
      throw new FileSystemException(
          path.toString(), null, "its owner or group would change: edit it as its owner");
    }
  }

  void putInPlace() throws IOException {
    try {
      Files.move(path, old, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw "Device or resource busy".equals(e.getReason())
          ? new FileSystemException(
              old.toString(), null, "the file itself is mounted here: mount its directory instead")
          : e;
    }
    Path directory = old.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes what was not put in place. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
