package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the text of a catalog: a regular file or a stream, at most {@value #MAX_BYTES} bytes, UTF-8
 * with or without a byte order mark. No more than the limit is ever read.
 */
public final class SourceReader {
  /** 4 MiB: room for more than 10,000 models. */
  public static final int MAX_BYTES = 4 << 20;

  private SourceReader() {}

  /**
   * Reads a file. What is not a regular file (a directory, a pipe, a device) is refused without
   * being opened, and so is a file that everybody may write to.
   *
   * @throws WorldException if there is no such file, or reading it fails half-way
   */
  public static Checked<SourceText> read(Path path) {
    String name = path.toString();
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return refused(
            DiagnosticCode.UNREADABLE_FILE,
            name,
            attributes.isDirectory()
                ? "this is a directory"
                : "this is a pipe or a device, not a file",
            "name the catalog's file, or \"-\" for standard input");
      }
      if (attributes.size() > MAX_BYTES) {
        return tooLarge(name);
      }
      if (isWorldWritable(path)) {
        return refused(
            DiagnosticCode.UNSAFE_FILE,
            name,
            "every user of this machine may change the file",
            "run chmod o-w on it");
      }
      try (InputStream in = Files.newInputStream(path)) {
        return read(in, name);
      }
    } catch (NoSuchFileException e) {
      throw new WorldException(
          WorldException.Kind.USAGE, "no such file: " + Visible.escape(name), e);
    } catch (AccessDeniedException e) {
      return refused(
          DiagnosticCode.UNREADABLE_FILE,
          name,
          "this user may not read the file",
          "change its owner or its mode");
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "it cannot be opened" : e.getReason();
      return refused(DiagnosticCode.UNREADABLE_FILE, name, Visible.escape(reason), null);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads a stream to its end, or to the limit.
   *
   * @param name how to call it in messages, {@code -} for standard input
   * @throws WorldException if reading fails
   */
  public static Checked<SourceText> read(InputStream in, String name) {
    byte[] bytes;
    try {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
    if (bytes.length > MAX_BYTES) {
      return tooLarge(name);
    }
    return Decoding.decode(bytes, name);
  }

  private static boolean isWorldWritable(Path path) throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    return permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static WorldException unreadable(String name, IOException cause) {
    return new WorldException(
        WorldException.Kind.IO,
        "cannot read "
            + Visible.escape(name)
            + ": "
            + Visible.escape(String.valueOf(cause.getMessage())),
        cause);
  }

  private static Checked<SourceText> tooLarge(String name) {
    return refused(
        DiagnosticCode.FILE_TOO_LARGE,
        name,
        "the catalog is larger than " + (MAX_BYTES >> 20) + " MiB",
        "a catalog of 10,000 models fits: is this the right file?");
  }

  private static Checked<SourceText> refused(
      DiagnosticCode code, String name, String message, @Nullable String hint) {
    return refused(code, new Location(name, 1, 1, 1), message, hint);
  }

  static Checked<SourceText> refused(
      DiagnosticCode code, Location location, String message, @Nullable String hint) {
    return new Checked<>(
        null,
        List.of(new Diagnostic(code, Severity.ERROR, CatalogPath.ROOT, location, message, hint)));
  }
}
