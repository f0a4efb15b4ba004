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
  /** Permissions of every generated file: its owner writes, its group reads. */
  public static final int MODE = 0640;

  public RenderedFile {
    origins = Collections.unmodifiableSortedMap(new TreeMap<>(origins));
  }

  /** The content as it stands on disk. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256 of {@link #bytes()}, in lower-case hexadecimal. */
  public String sha256() {
    return Sha256.hex(bytes());
  }
}
