package dev.vllmnginx.process;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A new directory that only its owner can enter (0700), and that is removed with all in it. */
public final class PrivateDirectory implements AutoCloseable {
  /** How the names of all private directories begin. */
  static final String PREFIX = "vllm-nginx-";

  /**
   * Bytes that the directory's path may have, so that a unix socket in it has a name that the
   * kernel takes (107 bytes).
   */
  private static final int PATH_LIMIT = 80;

  private final Path path;
  private final Thread hook;

  private PrivateDirectory(Path path) {
    this.path = path;
    this.hook = new Thread(() -> remove(path), "remove " + path);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Makes one in the place for temporary files. */
  public static PrivateDirectory create() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    if (parent.toAbsolutePath().toString().length() + PREFIX.length() + 20 > PATH_LIMIT) {
      parent = Path.of("/tmp");
    }
    return createIn(parent);
  }

  /** Makes one in {@code parent}. */
  public static PrivateDirectory createIn(Path parent) {
    try {
      Path created =
          Files.createTempDirectory(
              parent,
              PREFIX,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return new PrivateDirectory(created.toRealPath());
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot make a temporary directory in " + parent + ": " + e, e);
    }
  }

  /**
   * Lets other users pass through to what they own in it, without seeing what is there (0711). The
   * workers of an nginx that root runs need that for their temporary files.
   */
  public void letOthersThrough() {
    try {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot change " + path + ": " + e, e);
    }
  }

  /** Absolute, without symbolic links. */
  public Path path() {
    return path;
  }

  /** Removes the directory. What cannot be removed is left, since a failure here helps nobody. */
  @Override
  public void close() {
    remove(path);
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending: the hook runs anyway, and finds nothing.
    }
  }

  /** Removes a directory and all in it; symbolic links are removed, never followed. */
  static void remove(Path directory) {
    try {
      Files.walkFileTree(directory, new Remover());
    } catch (IOException e) {
      // Somebody else removes it too, or may not: nothing better can be done.
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
