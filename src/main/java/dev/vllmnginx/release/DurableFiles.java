package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/** File operations that are on the disk, not only in its cache, when they return. */
final class DurableFiles {
  /** Owner writes, group enters. */
  static final int DIRECTORY_MODE = 0750;

  private DurableFiles() {}

  /**
   * Writes a file that must not exist, with exactly the mode given, whatever the umask. Never
   * follows a symbolic link in its last segment.
   */
  static void create(Path file, byte[] bytes, int mode) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      Files.setPosixFilePermissions(file, permissions(mode));
      writeAll(channel, bytes);
      channel.force(true);
    }
  }

  static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Puts {@code from} in the place of {@code to}, in one step. */
  static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the names in a directory durable. */
  static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /**
   * Makes {@code directory} if it is missing.
   *
   * @return whether it was missing
   * @throws NotDirectoryException when something else, also a symbolic link, has its name
   */
  static boolean ensureDirectory(Path directory) throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new NotDirectoryException(directory.toString());
      }
      return false;
    }
    Files.setPosixFilePermissions(directory, permissions(DIRECTORY_MODE));
    return true;
  }

  /** {@code 0640} and the like as Java's set. */
  static Set<PosixFilePermission> permissions(int mode) {
    PosixFilePermission[] all = PosixFilePermission.values();
    Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
    for (int i = 0; i < all.length; i++) {
      // The constants stand in the order of the bits, from the owner's "read" on.
      if ((mode & (0400 >> i)) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }
}
