package dev.vllmnginx.release;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole directories of a {@link ReleaseStore}; symbolic links in them are never followed. */
final class Trees {
  private Trees() {}

  /** Removes a directory with all that is in it, if it is there. */
  static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Whether a directory holds the release {@code id} and nothing else that nginx might read. */
  static boolean isIntact(Path directory, String id) {
    Optional<Manifest> manifest = manifest(directory).filter(found -> found.release().equals(id));
    if (manifest.isEmpty()) {
      return false;
    }
    for (Map.Entry<String, String> file : manifest.get().files().entrySet()) {
      DiskEntry entry = DiskEntry.inRelease(directory, file.getKey());
      if (!(entry instanceof DiskEntry.Plain plain)
          || !plain.content().sha256().equals(file.getValue())) {
        return false;
      }
    }
    TreeSet<String> expected = new TreeSet<>(manifest.get().files().keySet());
    expected.addAll(List.of(Manifest.FILE_NAME, ReleaseStore.CATALOG));
    return files(directory).equals(expected);
  }

  /** Each file that is not as the manifest of its directory says, with what became of it. */
  static SortedMap<String, String> drift(Path directory) {
    SortedMap<String, String> drift = new TreeMap<>();
    Optional<Manifest> manifest = manifest(directory);
    if (manifest.isEmpty()) {
      drift.put(Manifest.FILE_NAME, "missing");
      return drift;
    }
    Set<String> present = files(directory);
    manifest
        .get()
        .files()
        .forEach(
            (path, hash) -> {
              boolean same =
                  DiskEntry.inRelease(directory, path) instanceof DiskEntry.Plain plain
                      && plain.content().sha256().equals(hash);
              if (!same) {
                drift.put(path, present.contains(path) ? "edited" : "missing");
              }
            });
    present.stream()
        .filter(path -> !manifest.get().files().containsKey(path))
        .filter(path -> !path.equals(Manifest.FILE_NAME) && !path.equals(ReleaseStore.CATALOG))
        .forEach(path -> drift.put(path, "added"));
    return drift;
  }

  /** Makes {@code directory} what {@code staged} is, each file in one step; then that goes away. */
  static void repair(Path directory, Path staged, RenderedTree tree, Manifest manifest)
      throws IOException {
    if (OutputDirectory.ofRelease(directory).write(tree, manifest, true)
        instanceof WriteOutcome.Refused refused) {
      throw new IOException(
          directory
              + " was changed by hand and cannot be put right: "
              + refused.plan().obstacles(true).stream().map(FileChange::path).toList());
    }
    TreeSet<String> expected =
        tree.files().stream()
            .map(RenderedFile::path)
            .collect(Collectors.toCollection(TreeSet::new));
    expected.addAll(List.of(Manifest.FILE_NAME, ReleaseStore.CATALOG));
    for (String path : files(directory)) {
      if (!expected.contains(path)) {
        Files.delete(directory.resolve(path));
      }
    }
    DurableFiles.rename(
        staged.resolve(ReleaseStore.CATALOG), directory.resolve(ReleaseStore.CATALOG));
    DurableFiles.sync(directory);
    delete(staged);
  }

  /** The files of a release, the manifest and the catalog not among them. */
  static RenderedTree read(Path directory) {
    List<RenderedFile> files = new ArrayList<>();
    for (String path : manifest(directory).map(found -> found.files().keySet()).orElse(Set.of())) {
      if (DiskEntry.inRelease(directory, path) instanceof DiskEntry.Plain plain) {
        files.add(new RenderedFile(path, plain.content().text(), Collections.emptySortedMap()));
      }
    }
    return new RenderedTree(files);
  }

  private static Optional<Manifest> manifest(Path directory) {
    return DiskEntry.inRelease(directory, Manifest.FILE_NAME) instanceof DiskEntry.Plain plain
        ? ManifestReader.read(plain.content().text())
        : Optional.empty();
  }

  /** Everything in a directory that is not a directory, by its path. */
  private static Set<String> files(Path directory) {
    try (Stream<Path> found = Files.walk(directory)) {
      return found
          .filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
          .map(path -> directory.relativize(path).toString())
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      return new TreeSet<>();
    }
  }
}
