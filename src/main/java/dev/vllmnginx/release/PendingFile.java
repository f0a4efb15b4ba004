package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The note of a run that is writing: one manifest after the other, the last being the run's own.
 * The files of an interrupted run are recognised by it as this program's, not as edited ones.
 */
final class PendingFile implements AutoCloseable {
  /**
   * What the note says.
   *
   * @param exists whether there is one
   * @param manifests oldest first; a last one that was cut off is left out
   */
  record Content(boolean exists, List<Manifest> manifests) {
    Content {
      manifests = List.copyOf(manifests);
    }
  }

  /** The whole content of a file that is about to lose its name. */
  private static final byte[] GONE = "finished\n".getBytes(StandardCharsets.UTF_8);

  private final Path directory;
  private final Path path;
  private final FileChannel channel;
  private final byte[] bytes;
  private final Content content;
  private boolean obsolete;

  private PendingFile(Path directory, FileChannel channel) throws IOException {
    this.directory = directory;
    this.path = directory.resolve(OutputDirectory.PENDING);
    this.channel = channel;
    // Through the channel: closing any other one on this file would drop the lock.
    this.bytes = readAll(channel);
    this.content = new Content(bytes.length > 0, parse(new String(bytes, StandardCharsets.UTF_8)));
    this.obsolete = bytes.length == 0;
  }

  /** Reads the note without a lock. */
  static Content peek(Path directory) {
    DiskEntry entry = DiskEntry.inspect(directory, OutputDirectory.PENDING);
    return entry instanceof DiskEntry.Plain plain
        ? new Content(true, parse(plain.content().text()))
        : new Content(false, List.of());
  }

  /**
   * Takes the lock.
   *
   * @throws WorldException when another run has it
   */
  static PendingFile lock(Path directory) throws IOException {
    Path path = directory.resolve(OutputDirectory.PENDING);
    while (true) {
      FileChannel channel = open(path);
      try {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw busy(directory);
        }
        PendingFile file = new PendingFile(directory, channel);
        if (!file.isGone()) {
          return file;
        }
        channel.close();
      } catch (OverlappingFileLockException e) {
        channel.close();
        throw busy(directory);
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** What was there when the lock was taken. */
  Content content() {
    return content;
  }

  /** Notes, durably, that files of {@code manifest} may appear from now on. */
  void record(Manifest manifest) throws IOException {
    channel.position(channel.size());
    DurableFiles.writeAll(channel, manifest.toFile().bytes());
    channel.force(true);
    DurableFiles.sync(directory);
    obsolete = false;
  }

  /** Takes back what {@link #record} noted: nothing was changed. */
  void leaveAsFound() throws IOException {
    channel.truncate(bytes.length);
    obsolete = bytes.length == 0;
  }

  /** All is written: the note is no longer needed. */
  void finish() {
    obsolete = true;
  }

  @Override
  public void close() throws IOException {
    if (obsolete) {
      // Somebody may have opened the file already and get the lock on it when it has no name.
      channel.truncate(0);
      channel.position(0);
      DurableFiles.writeAll(channel, GONE);
      Files.deleteIfExists(path);
    }
    channel.close();
  }

  private boolean isGone() {
    return Arrays.equals(bytes, GONE);
  }

  private static FileChannel open(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS));
  }

  /** Several manifests, one after the other. */
  private static List<Manifest> parse(String text) {
    List<Manifest> manifests = new ArrayList<>();
    for (String part : text.split("(?<=\n}\n)", -1)) {
      ManifestReader.read(part).ifPresent(manifests::add);
    }
    return manifests;
  }

  private static byte[] readAll(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(channel.size(), DiskEntry.SIZE_LIMIT));
    channel.position(0);
    int count = 0;
    while (buffer.hasRemaining() && count >= 0) {
      count = channel.read(buffer);
    }
    return Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static WorldException busy(Path directory) {
    return new WorldException(
        WorldException.Kind.IO, "another vllm-nginx is writing to " + directory, null);
  }
}
