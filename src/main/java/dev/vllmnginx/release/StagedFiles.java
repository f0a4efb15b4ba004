package dev.vllmnginx.release;

import dev.vllmnginx.release.FileChange.Created;
import dev.vllmnginx.release.FileChange.Foreign;
import dev.vllmnginx.release.FileChange.HandEdited;
import dev.vllmnginx.release.FileChange.Removed;
import dev.vllmnginx.release.FileChange.Updated;
import dev.vllmnginx.render.RenderedFile;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** New content, first beside the files that it will replace, then in their place. */
final class StagedFiles {
  /** Hidden, and with an end that no {@code include conf.d/*.conf} takes for a configuration. */
  private static final String SUFFIX = ".vllm-nginx.new";

  private final Path directory;
  private final Consumer<String> steps;
  private final Map<RenderedFile, Path> staged = new LinkedHashMap<>();
  private final List<Path> madeDirectories = new ArrayList<>();

  StagedFiles(Path directory, Consumer<String> steps) {
    this.directory = directory;
    this.steps = steps;
  }

  /** Removes what an interrupted run had staged. */
  void discardLeftovers(List<Manifest> interrupted) throws IOException {
    for (Manifest manifest : interrupted) {
      List<String> paths = new ArrayList<>(manifest.files().keySet());
      paths.add(Manifest.FILE_NAME);
      for (String path : paths) {
        // Not through a link that somebody has put in the place of a directory meanwhile.
        if (DiskEntry.inspect(directory, path) instanceof DiskEntry.Untouchable) {
          continue;
        }
        Files.deleteIfExists(stagedName(path));
      }
    }
  }

  /** Writes the new content of all files. Nothing that nginx reads is touched. */
  void stage(OutputPlan plan) throws IOException {
    for (FileChange change : plan.changes()) {
      Optional<RenderedFile> file = contentOf(change);
      if (file.isPresent()) {
        steps.accept("stage " + change.path());
        makeDirectories(change.path());
        Path target = stagedName(change.path());
        Files.deleteIfExists(target);
        staged.put(file.get(), target);
        DurableFiles.create(target, file.get().bytes(), file.get().mode());
      }
    }
  }

  /** Takes back {@link #stage}, as far as the world lets it. */
  void discard() {
    try {
      for (Path path : staged.values()) {
        Files.deleteIfExists(path);
      }
      for (int i = madeDirectories.size() - 1; i >= 0; i--) {
        Files.deleteIfExists(madeDirectories.get(i));
      }
    } catch (IOException e) {
      // The trouble that made us give up is the one to report; the next run removes the rest.
    }
  }

  /** Puts the staged files in place and removes obsolete ones; the manifest is last. */
  void commit(OutputPlan plan) throws IOException {
    Set<Path> touched = new LinkedHashSet<>();
    for (FileChange change : plan.changes()) {
      Path target = directory.resolve(change.path());
      Path source = contentOf(change).map(staged::get).orElse(null);
      if (source != null) {
        steps.accept("replace " + change.path());
        DurableFiles.rename(source, target);
        touched.add(target.getParent());
      } else if (isRemoval(change)) {
        steps.accept("remove " + change.path());
        Files.deleteIfExists(target);
        touched.add(target.getParent());
      }
    }
    for (Path parent : touched) {
      removeIfEmpty(parent);
    }
    for (Path parent : touched) {
      if (Files.isDirectory(parent)) {
        DurableFiles.sync(parent);
      }
    }
    DurableFiles.sync(directory);
  }

  private void makeDirectories(String path) throws IOException {
    Path parent = directory;
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      parent = parent.resolve(segments[i]);
      if (DurableFiles.ensureDirectory(parent)) {
        madeDirectories.add(parent);
      }
    }
  }

  private Path stagedName(String path) {
    Path target = directory.resolve(path);
    return target.resolveSibling("." + target.getFileName() + SUFFIX);
  }

  private void removeIfEmpty(Path parent) throws IOException {
    if (parent.equals(directory)) {
      return;
    }
    try {
      Files.delete(parent);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // In use, or gone already.
    }
  }

  private static Optional<RenderedFile> contentOf(FileChange change) {
    if (change instanceof Created created) {
      return Optional.of(created.file());
    }
    if (change instanceof Updated updated) {
      return Optional.of(updated.file());
    }
    if (change instanceof HandEdited edited) {
      return Optional.ofNullable(edited.file());
    }
    return change instanceof Foreign foreign ? Optional.of(foreign.file()) : Optional.empty();
  }

  private static boolean isRemoval(FileChange change) {
    return change instanceof Removed
        || (change instanceof HandEdited edited && edited.file() == null);
  }
}
