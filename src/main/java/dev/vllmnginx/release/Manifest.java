package dev.vllmnginx.release;

import dev.vllmnginx.digest.Sha256;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What this program wrote into a directory: by this it knows its own files from those of others,
 * and edited ones from those that are as it left them.
 *
 * @param tool the program and its version, for example {@code vllm-nginx 0.1.0}
 * @param catalog SHA-256 of the catalog
 * @param release the id of the tree, {@link #releaseId}
 * @param files SHA-256 of each file, by path; the manifest itself is not among them
 */
public record Manifest(
    String tool, String catalog, String release, SortedMap<String, String> files) {
  /** The manifest's own name. */
  public static final String FILE_NAME = "manifest.json";

  /** The version of the manifest's form. */
  static final int SCHEMA_VERSION = 1;

  private static final int ID_LENGTH = 16;

  /** Of paths, only what needs no thought in JSON, in nginx or on any file system. */
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{" + ID_LENGTH + "}");
  private static final Pattern TOOL = Pattern.compile("[A-Za-z0-9 ._+-]{1,100}");

  public Manifest {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    require(TOOL, tool);
    require(HASH, catalog);
    require(ID, release);
    files.keySet().forEach(Manifest::requirePath);
    files.values().forEach(hash -> require(HASH, hash));
  }

  /**
   * The manifest of a tree.
   *
   * @param tool the program and its version
   * @param catalog SHA-256 of the catalog, in lower-case hexadecimal
   */
  public static Manifest of(RenderedTree tree, String tool, String catalog) {
    TreeMap<String, String> files = new TreeMap<>();
    for (RenderedFile file : tree.files()) {
      files.put(file.path(), file.sha256());
    }
    return new Manifest(tool, catalog, releaseId(tree), files);
  }

  /**
   * The id of a tree: the same files have the same id, on every machine. 16 hexadecimal digits of a
   * SHA-256 over paths and hashes; the id itself, where a file tells it, does not count.
   */
  public static String releaseId(RenderedTree tree) {
    StringBuilder text = new StringBuilder();
    for (RenderedFile file : tree.files()) {
      text.append(file.path())
          .append(' ')
          .append(ReleaseStamp.withoutId(file).sha256())
          .append('\n');
    }
    return Sha256.hex(text.toString()).substring(0, ID_LENGTH);
  }

  /** The manifest as a file of the tree. */
  RenderedFile toFile() {
    StringBuilder json = new StringBuilder("{\n");
    json.append("  \"schemaVersion\": ").append(SCHEMA_VERSION).append(",\n");
    json.append("  \"tool\": \"").append(tool).append("\",\n");
    json.append("  \"catalog\": \"").append(catalog).append("\",\n");
    json.append("  \"release\": \"").append(release).append("\",\n");
    json.append("  \"files\": {");
    String separator = "\n";
    for (Map.Entry<String, String> file : files.entrySet()) {
      json.append(separator).append("    \"").append(file.getKey()).append("\": \"");
      json.append(file.getValue()).append('"');
      separator = ",\n";
    }
    json.append("\n  }\n}\n");
    return new RenderedFile(FILE_NAME, json.toString(), Collections.emptySortedMap());
  }

  /** The hash with which {@code path} was written. */
  Optional<String> hashOf(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private static void requirePath(String path) {
    for (String segment : path.split("/", -1)) {
      require(SEGMENT, segment);
    }
    if (path.equals(FILE_NAME)) {
      throw new IllegalArgumentException(path + " is the manifest's own name");
    }
  }

  private static void require(Pattern pattern, String text) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("not fit for a manifest: " + text);
    }
  }
}
