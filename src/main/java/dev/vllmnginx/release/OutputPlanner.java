package dev.vllmnginx.release;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Compares a directory with what the catalog gives. */
final class OutputPlanner {
  private final Path directory;
  private final IntPredicate owner;

  /** Manifests that say what this program wrote: the last finished one, and interrupted ones. */
  private final List<Manifest> known = new ArrayList<>();

  /**
   * @param interrupted the manifests of runs that were killed
   * @param owner whether a file may belong to a user, by number
   */
  OutputPlanner(Path directory, List<Manifest> interrupted, IntPredicate owner) {
    this.directory = directory;
    this.owner = owner;
    read(Manifest.FILE_NAME).ifPresent(known::add);
    known.addAll(interrupted);
  }

  OutputPlan plan(RenderedTree tree, Manifest manifest) {
    Map<String, RenderedFile> wanted = new LinkedHashMap<>();
    tree.files().forEach(file -> wanted.put(file.path(), file));
    TreeSet<String> paths = new TreeSet<>(wanted.keySet());
    known.forEach(old -> paths.addAll(old.files().keySet()));

    List<FileChange> changes = new ArrayList<>();
    for (String path : paths) {
      RenderedFile file = wanted.get(path);
      if (file == null) {
        obsolete(path).ifPresent(changes::add);
      } else {
        changes.add(change(file, isOurs(path)));
      }
    }
    changes.add(manifestChange(manifest.toFile()));
    return new OutputPlan(changes);
  }

  private FileChange change(RenderedFile file, boolean known) {
    DiskEntry entry = DiskEntry.inspect(directory, file.path(), owner);
    if (entry instanceof DiskEntry.Missing) {
      return new FileChange.Created(file);
    }
    if (entry instanceof DiskEntry.Untouchable untouchable) {
      return holds(untouchable.content(), file)
          ? new FileChange.Unchanged(file.path())
          : new FileChange.Blocked(file.path(), untouchable.reason());
    }
    DiskEntry.Content content = ((DiskEntry.Plain) entry).content();
    if (holds(content, file)) {
      return new FileChange.Unchanged(file.path());
    }
    if (isAsWritten(file.path(), content)) {
      return new FileChange.Updated(file, content.text());
    }
    return known
        ? new FileChange.HandEdited(file.path(), file, content.text())
        : new FileChange.Foreign(file, content.text());
  }

  private FileChange manifestChange(RenderedFile file) {
    DiskEntry entry = DiskEntry.inspect(directory, file.path(), owner);
    if (entry instanceof DiskEntry.Plain plain && !holds(plain.content(), file)) {
      String before = plain.content().text();
      return ManifestReader.read(before).isPresent()
          ? new FileChange.Updated(file, before)
          : new FileChange.Foreign(file, before);
    }
    return change(file, true);
  }

  /** A file that was generated once and is not any more. */
  private Optional<FileChange> obsolete(String path) {
    DiskEntry entry = DiskEntry.inspect(directory, path, owner);
    if (entry instanceof DiskEntry.Untouchable untouchable) {
      return Optional.of(new FileChange.Blocked(path, untouchable.reason()));
    }
    if (entry instanceof DiskEntry.Plain plain) {
      return Optional.of(
          isAsWritten(path, plain.content())
              ? new FileChange.Removed(path, plain.content().text())
              : new FileChange.HandEdited(path, null, plain.content().text()));
    }
    return Optional.empty();
  }

  private boolean isOurs(String path) {
    return known.stream().anyMatch(manifest -> manifest.hashOf(path).isPresent());
  }

  private boolean isAsWritten(String path, DiskEntry.Content content) {
    return known.stream()
        .anyMatch(manifest -> manifest.hashOf(path).filter(content.sha256()::equals).isPresent());
  }

  private Optional<Manifest> read(String name) {
    return DiskEntry.inspect(directory, name, owner) instanceof DiskEntry.Plain plain
        ? ManifestReader.read(plain.content().text())
        : Optional.empty();
  }

  private static boolean holds(DiskEntry.@Nullable Content content, RenderedFile file) {
    return content != null
        && content.sha256().equals(file.sha256())
        && !(content.exposed() && RenderedFile.isSecret(file.path()));
  }
}
