package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
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
 * however that ends; the file stays, and says who held it last.
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

  private RootLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** Takes the lock; empty when another program has it. */
  static Optional<RootLock> take(Path root) throws IOException {
    Path path = root.toRealPath().resolve(FILE_NAME);
    if (!HELD.add(path)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      FileChannel channel = open(path);
      try {
        FileLock lock = channel.tryLock();
        taken = lock != null;
        if (taken) {
          sign(channel);
          return Optional.of(new RootLock(path, channel));
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
      String text = Files.readString(root.resolve(FILE_NAME)).strip();
      return text.matches("[A-Za-z0-9 :,.-]{0,200}") ? text : "";
    } catch (IOException e) {
      return "";
    }
  }

  private static FileChannel open(Path path) throws IOException {
    try {
      return FileChannel.open(path, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      FileChannel channel =
          FileChannel.open(
              path,
              Set.of(
                  StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
      Files.setPosixFilePermissions(path, DurableFiles.permissions(0640));
      return channel;
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    String text =
        "process "
            + ProcessHandle.current().pid()
            + ", since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS)
            + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The system drops the lock with the process.
    } finally {
      HELD.remove(path);
    }
  }
}
