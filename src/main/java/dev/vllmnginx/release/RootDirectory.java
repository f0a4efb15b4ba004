package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directory of a store when there may be none yet: an attempt makes it to have a place for the
 * lock, and takes it back if nothing came of the attempt.
 */
final class RootDirectory {
  /** How often another first attempt may take back what this one is about to lock. */
  private static final int TRIES = 100;

  private final Path root;
  private final Path releases;
  private final Deque<Path> made = new ArrayDeque<>();

  RootDirectory(Path root, Path releases) {
    this.root = root;
    this.releases = releases;
  }

  /**
   * Makes what is missing and takes the lock. When the lock is given back and the store is as empty
   * as before, what was made is removed again.
   *
   * @return empty when another program has the lock
   */
  Optional<RootLock> lock() throws IOException {
    boolean done = false;
    try {
      Optional<RootLock> lock = lockWhatStays();
      done = true;
      return lock;
    } finally {
      if (!done) {
        removeMade();
      }
    }
  }

  private Optional<RootLock> lockWhatStays() throws IOException {
    for (int i = 1; ; i++) {
      try {
        makeAbove(root);
        make(root);
        requireOurs(root);
        Optional<RootLock> lock = RootLock.take(root, this::takeBack);
        if (lock.isPresent()) {
          prepare(lock.get());
        }
        return lock;
      } catch (NoSuchFileException e) {
        if (i == TRIES) {
          throw e;
        }
      }
    }
  }

  private void prepare(RootLock lock) throws IOException {
    boolean done = false;
    try {
      make(releases);
      requireOurs(releases);
      done = true;
    } finally {
      if (!done) {
        lock.close();
      }
    }
  }

  private void makeAbove(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent == null || Files.isDirectory(parent)) {
      return;
    }
    makeAbove(parent);
    try {
      Files.createDirectory(parent);
      made.push(parent);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(parent)) {
        throw e;
      }
      // Another attempt was faster.
    }
  }

  private void make(Path directory) throws IOException {
    if (DurableFiles.ensureDirectory(directory)) {
      made.push(directory);
    }
  }

  /**
   * Under the lock: removes what was made if no more than the lock and the directories is there.
   */
  private void takeBack() {
    try {
      if (isUnused()) {
        if (releases.equals(made.peek())) {
          Files.delete(made.pop());
        }
        // Not before: who finds no lock file may make everything anew.
        RootLock.removeFile(root);
        removeMade();
      }
    } catch (IOException e) {
      // An empty directory is left, which the next attempt uses.
    }
  }

  /** Removes the directories that were made, the youngest first, as long as they are empty. */
  private void removeMade() {
    try {
      while (!made.isEmpty()) {
        Files.delete(made.pop());
      }
    } catch (IOException e) {
      // Another attempt has begun, and needs it.
    }
  }

  private boolean isUnused() throws IOException {
    return List.of(releases, RootLock.file(root)).containsAll(entries(root))
        && entries(releases).isEmpty();
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** nginx's master reads this as root: nobody else may write there. */
  private static void requireOurs(Path directory) throws IOException {
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> modes =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    boolean ours = owner instanceof Number uid && uid.intValue() == Account.uid();
    if (!ours || modes.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new WorldException(
          WorldException.Kind.IO,
          directory
              + (ours ? " can be written by everybody" : " belongs to another user")
              + ": nginx would read what others put there",
          null);
    }
  }
}
