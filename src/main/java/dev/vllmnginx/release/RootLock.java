package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets one program at a time change what is live. The lock goes with the process that holds it,
 * however that ends; the file says who holds it or held it last.
 */
public final class RootLock implements AutoCloseable {
  private static final String FILE_NAME = "lock";

  /**
   * Locks of files belong to processes, and closing any channel on the file drops them: among the
   * threads of one process this counts.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel channel;
  private final Runnable last;

  private RootLock(Path path, FileChannel channel, Runnable last) {
    this.path = path;
    this.channel = channel;
    this.last = last;
  }

  /**
   * Takes the lock; empty when another program has it.
   *
   * @param last what is done last before it is given back, if its file was made for it
   * @throws NoSuchFileException when who had it has removed its file meanwhile: try again
   */
  static Optional<RootLock> take(Path root, Runnable last) throws IOException {
    Path path = root.toRealPath().resolve(FILE_NAME);
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      boolean made = ensureFile(path);
      Object file = identity(path);
      FileChannel channel =
          FileChannel.open(path, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      try {
        FileLock lock = channel.tryLock();
        if (lock != null && !identity(path).equals(file)) {
          throw new NoSuchFileException(path.toString());
        }
        taken = lock != null;
        if (taken) {
          sign(channel);
          return Optional.of(new RootLock(path, channel, made ? last : () -> {}));
        }
      } catch (OverlappingFileLockException e) {
        // Of another class loader in this process.
      } finally {
        if (!taken) {
          channel.close();
        }
      }
      return Optional.empty();
    } finally {
      if (!taken) {
        HELD.remove(path);
      }
    }
  }

  /** Who holds the lock or held it last, for people; empty if nobody ever did. */
  static String holder(Path root) {
    try {
      String text = Files.readString(file(root)).strip();
      return text.matches("[A-Za-z0-9 :,.-]{0,200}") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  /** The file that is locked. */
  static Path file(Path root) {
    return root.resolve(FILE_NAME);
  }

  /** Removes the file. Needs the lock. */
  static void removeFile(Path root) throws IOException {
    Files.deleteIfExists(file(root));
  }

  private static boolean ensureFile(Path path) throws IOException {
    try {
      DurableFiles.create(path, new byte[0], 0640);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static Object identity(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /** For people only: a full disk is no reason to have no lock. */
  private static void sign(FileChannel channel) {
    String text =
        "process "
            + ProcessHandle.current().pid()
            + ", since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\n";
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
    } catch (IOException e) {
      // Then nobody is told who holds it.
    }
  }

  @Override
  public void close() {
    try {
      last.run();
      channel.close();
    } catch (IOException e) {
      // The system drops the lock with the process.
    } finally {
      HELD.remove(path);
    }
  }
}
