package dev.vllmnginx.edit;

import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one program at a time edit a catalog: a lock on a file beside it, which goes away with the
 * lock, and with the program if that is killed (an empty file then stays until the next edit).
 */
final class CatalogLock implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  /** Locks of files belong to processes: among the threads of one, this one counts. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock(true);

  private final Path path;
  private final FileChannel channel;

  private CatalogLock(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Waits for the lock.
   *
   * @param catalog the catalog's real path
   * @param patience how long to wait
   * @throws WorldException if another program still has it then, or there can be no lock
   */
  static CatalogLock take(Path catalog, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Path path = catalog.resolveSibling("." + catalog.getFileName() + ".lock");
    try {
      if (!IN_PROCESS.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(catalog, patience);
      }
      boolean locked = false;
      try {
        CatalogLock lock = take(path);
        while (lock == null) {
          if (System.nanoTime() > deadline) {
            throw busy(catalog, patience);
          }
          Thread.sleep(POLL.toMillis());
          lock = take(path);
        }
        locked = true;
        return lock;
      } finally {
        if (!locked) {
          IN_PROCESS.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorldException(WorldException.Kind.IO, "interrupted while waiting", e);
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot edit "
              + Visible.escape(catalog.toString())
              + ": cannot create the lock "
              + Visible.escape(path.toString()),
          e);
    }
  }

  private static @Nullable CatalogLock take(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    boolean taken = false;
    try {
      FileLock lock = channel.tryLock();
      // Not empty: whoever had the lock has removed the file's name; there may be a new one.
      taken = lock != null && channel.size() == 0;
      return taken ? new CatalogLock(path, channel) : null;
    } catch (OverlappingFileLockException e) {
      return null;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static WorldException busy(Path catalog, Duration patience) {
    return new WorldException(
        WorldException.Kind.IO,
        "another vllm-nginx has been editing "
            + Visible.escape(catalog.toString())
            + " for "
            + patience.toSeconds()
            + " s: try again when it is done",
        null);
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(path);
      channel.write(ByteBuffer.wrap(new byte[] {'\n'}));
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot remove " + Visible.escape(path.toString()), e);
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
