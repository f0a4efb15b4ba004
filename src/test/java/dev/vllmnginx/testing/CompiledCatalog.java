package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A catalog compiled by the command line, as a user would. */
public final class CompiledCatalog {
  private CompiledCatalog() {}

  /** What {@code generate} writes for this catalog, by path. */
  public static Map<String, byte[]> files(String catalog) {
    return files(catalog, Map.of());
  }

  /**
   * The same for a catalog that names other files.
   *
   * @param beside their texts, by their names relative to the catalog
   */
  public static Map<String, byte[]> files(String catalog, Map<String, String> beside) {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "compiled");
      for (Map.Entry<String, String> file : beside.entrySet()) {
        Files.writeString(directory.resolve(file.getKey()), file.getValue());
      }
      Path file = Files.writeString(directory.resolve("catalog.yaml"), catalog);
      Path out = directory.resolve("out");
      CommandLineRun run = CommandLineRun.of("generate", file.toString(), "--out", out.toString());
      if (run.exitCode() != 0) {
        throw new AssertionError("the catalog does not compile:\n" + run.err());
      }
      return files(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for this version and engine of nginx, of which the catalog says nothing yet. */
  public static Map<String, byte[]> files(NginxRuntime runtime, String catalog) {
    String line = "version: 1\n";
    if (!catalog.startsWith(line)) {
      throw new AssertionError("the first line is not `version: 1`:\n" + catalog);
    }
    String others = catalog.substring(line.length());
    String settings = "nginx: {";
    return files(
        others.contains(settings)
            ? line + others.replace(settings, settings + runtime.target() + ", ")
            : line + settings + runtime.target() + "}\n" + others);
  }

  /** The files below a directory, by path. */
  public static Map<String, byte[]> files(Path directory) {
    Map<String, byte[]> files = new TreeMap<>();
    TreeFiles.read(directory).forEach((path, text) -> files.put(path, text.getBytes(UTF_8)));
    return files;
  }
}
