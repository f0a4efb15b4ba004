package dev.vllmnginx.edit;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A catalog's file while it is being edited: locked, read, and replaced in one step. Readers see
 * the old text or the new one, never a part; a program that is killed leaves the old one.
 */
public final class CatalogStore implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Path named;
  private final Path real;
  private final CatalogLock lock;
  private @Nullable Snapshot read;

  /** What the file was when it was read. */
  private static final class Snapshot {
    private final byte[] bytes;
    private final String inode;
    private final boolean marked;

    private Snapshot(byte[] bytes, String inode, boolean marked) {
      this.bytes = bytes;
      this.inode = inode;
      this.marked = marked;
    }

    boolean isStill(Path file) throws IOException {
      return inode.equals(inode(file)) && Arrays.equals(bytes, Files.readAllBytes(file));
    }

    /** A file that was replaced by an equal one has changed, too. */
    static String inode(Path file) throws IOException {
      return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
    }
  }

  private CatalogStore(Path named, Path real, CatalogLock lock) {
    this.named = named;
    this.real = real;
    this.lock = lock;
  }

  /**
   * Takes the lock on a catalog, waiting a few seconds for another edit to finish.
   *
   * @param path the file, or a symbolic link to it
   * @throws WorldException if there is no such file, or the lock cannot be had
   */
  public static CatalogStore lock(Path path) {
    try {
      Path real = path.toRealPath();
      return new CatalogStore(path, real, CatalogLock.take(real, PATIENCE));
    } catch (NoSuchFileException e) {
      throw new WorldException(
          WorldException.Kind.USAGE, "no such file: " + Visible.escape(path.toString()), e);
    } catch (IOException e) {
      throw trouble(path, e);
    }
  }

  /** Reads the catalog's text. */
  public Checked<SourceText> read() {
    Checked<SourceText> source = SourceReader.read(named);
    SourceText text = source.value();
    if (text == null) {
      return source;
    }
    try {
      String inode = Snapshot.inode(real);
      byte[] bytes = Files.readAllBytes(real);
      boolean marked = Arrays.equals(bytes, encode(text.text(), true));
      if (!marked && !Arrays.equals(bytes, encode(text.text(), false))) {
        throw changed();
      }
      read = new Snapshot(bytes, inode, marked);
      return source;
    } catch (IOException e) {
      throw trouble(named, e);
    }
  }

  /**
   * Puts another text in the place of the one that was read; mode, owner and group stay. The file
   * that a symbolic link leads to is replaced, not the link.
   *
   * @throws WorldException if the file has changed since it was read, or cannot be replaced; it is
   *     as it was then
   */
  public void replace(SourceText after) {
    Snapshot before = read;
    if (before == null) {
      throw new IllegalStateException("not read");
    }
    try (Replacement replacement = Replacement.beside(real)) {
      replacement.write(encode(after.text(), before.marked));
      if (!before.isStill(real)) {
        throw changed();
      }
      replacement.putInPlace();
      read = null;
    } catch (IOException e) {
      throw trouble(named, e);
    }
  }

  private static byte[] encode(String text, boolean marked) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!marked) {
      return bytes;
    }
    byte[] all = Arrays.copyOf(BYTE_ORDER_MARK, BYTE_ORDER_MARK.length + bytes.length);
    System.arraycopy(bytes, 0, all, BYTE_ORDER_MARK.length, bytes.length);
    return all;
  }

  private WorldException changed() {
    return new WorldException(
        WorldException.Kind.IO,
        Visible.escape(named.toString())
            + " was changed by another program meanwhile: nothing was written, try again",
        null);
  }

  private static WorldException trouble(Path path, IOException e) {
    String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return new WorldException(
        WorldException.Kind.IO,
        "cannot edit "
            + Visible.escape(path.toString())
            + ": "
            + Visible.escape(reason == null ? e.getClass().getSimpleName() : reason),
        e);
  }

  @Override
  public void close() {
    lock.close();
  }
}
