package dev.vllmnginx.diagnostics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of the files that findings are about, to be shown under them.
 *
 * @param files without line ends, by the names that {@link Location#file} has
 */
public record SourceLines(Map<String, List<String>> files) {
  /** There is nothing to show. */
  public static final SourceLines NONE = new SourceLines(Map.of());

  public SourceLines {
    files = Map.copyOf(files);
  }

  public static SourceLines of(String file, List<String> lines) {
    return new SourceLines(Map.of(file, lines));
  }

  /** These and those of other files. */
  public SourceLines and(SourceLines others) {
    Map<String, List<String>> all = new HashMap<>(files);
    all.putAll(others.files);
    return new SourceLines(all);
  }

  /** The lines of a file; none if they are not known. */
  List<String> of(String file) {
    return files.getOrDefault(file, List.of());
  }
}
