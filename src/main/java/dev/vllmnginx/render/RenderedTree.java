package dev.vllmnginx.render;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The generated files, sorted by path. */
public record RenderedTree(List<RenderedFile> files) {
  public RenderedTree {
    files = files.stream().sorted(Comparator.comparing(RenderedFile::path)).toList();
  }

  /** The file at {@code path}, if the tree has it. */
  public Optional<RenderedFile> find(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }
}
