package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.UpstreamKey;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * A file with one key in it. No message ever shows the key.
 *
 * @param path as it is read
 * @param name as the catalog has it
 */
record KeyFile(Path path, String name) {
  private static final int MOST_BYTES = 4096;

  /** The file that a catalog names. */
  static KeyFile of(Path directory, String name) {
    return new KeyFile(directory.resolve(name), name);
  }

  /** The key, or why there is none. What is no plain file is not opened: a pipe may say nothing. */
  Parsed<Secret> read() {
    try {
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        return unreadable("is not a regular file");
      }
      byte[] bytes;
      try (InputStream in = Files.newInputStream(path)) {
        bytes = in.readNBytes(MOST_BYTES + 1);
      }
      if (bytes.length > MOST_BYTES) {
        return Parsed.refused(
            DiagnosticCode.BAD_SECRET,
            "the file " + Visible.quote(name) + " is far too large for a key",
            "it holds one key and nothing else");
      }
      return UpstreamKey.parse(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      return unreadable("does not exist");
    } catch (AccessDeniedException e) {
      return unreadable("may not be read by this user");
    } catch (IOException e) {
      return unreadable("cannot be read");
    }
  }

  /** Whether every user of this machine may read or change it; false where it is not there. */
  boolean isExposed() {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(PosixFilePermission.OTHERS_READ)
          || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private Parsed<Secret> unreadable(String reason) {
    return Parsed.refused(
        DiagnosticCode.UNREADABLE_FILE,
        "the file " + Visible.quote(name) + " " + reason,
        "its path is relative to the catalog; it holds the key of the servers and nothing else");
  }
}
