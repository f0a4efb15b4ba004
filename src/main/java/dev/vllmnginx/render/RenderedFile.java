package dev.vllmnginx.render;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One generated file.
 *
 * @param path relative to the tree, with {@code /}
 * @param text its content; written as UTF-8
 * @param origins which generated line (1 for the first) comes from which place in the catalog
 */
public record RenderedFile(String path, String text, SortedMap<Integer, CatalogPath> origins) {
  /** Permissions of most generated files: their owner writes, their group reads. */
  public static final int MODE = 0640;

  /** Permissions of files with secrets: nginx's master reads them as root. */
  public static final int SECRET_MODE = 0600;

  private static final String SECRETS = "secrets/";

  public RenderedFile {
    origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
  }

  /** Whether a file of this path holds secrets: its text is never shown. */
  public static boolean isSecret(String path) {
    return path.startsWith(SECRETS);
  }

  /** Its permissions. */
  public int mode() {
    return isSecret(path) ? SECRET_MODE : MODE;
  }

  /** The content as it stands on disk. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "RenderedFile[" + path + "]";
  }

  /** SHA-256 of {@link #bytes()}, in lower-case hexadecimal. */
  public String sha256() {
    return Sha256.hex(bytes());
  }
}
