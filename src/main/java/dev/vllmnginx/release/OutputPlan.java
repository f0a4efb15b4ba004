package dev.vllmnginx.release;

import dev.vllmnginx.release.FileChange.Blocked;
import dev.vllmnginx.release.FileChange.Created;
import dev.vllmnginx.release.FileChange.Foreign;
import dev.vllmnginx.release.FileChange.HandEdited;
import dev.vllmnginx.release.FileChange.Removed;
import dev.vllmnginx.release.FileChange.Unchanged;
import dev.vllmnginx.release.FileChange.Updated;
import dev.vllmnginx.render.RenderedFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What writing a tree to a directory would do.
 *
 * @param changes one for each file, sorted by path; the manifest is last
 */
public record OutputPlan(List<FileChange> changes) {
  public OutputPlan {
    changes = List.copyOf(changes);
  }

  /** Whether the directory already is what the catalog gives. */
  public boolean isUpToDate() {
    return changes.stream().allMatch(Unchanged.class::isInstance);
  }

  /** Whether a file is written, changed or removed. */
  public boolean changes(String path) {
    return changes.stream()
        .anyMatch(
            change ->
                change.path().equals(path)
                    && !(change instanceof Unchanged || change instanceof Blocked));
  }

  /** Whether a file with secrets is written, changed or removed. */
  public boolean changesSecrets() {
    return changes.stream()
        .map(FileChange::path)
        .anyMatch(path -> RenderedFile.isSecret(path) && changes(path));
  }

  /** What stands in the way of writing: everything is written or nothing. */
  public List<FileChange> obstacles(boolean force) {
    return changes.stream().filter(change -> isObstacle(change, force)).toList();
  }

  /**
   * All differences as one unified diff, from what stands there to what the catalog gives. Of files
   * with secrets it says only that they differ, in a line that {@code patch} skips.
   */
  public String diff() {
    StringBuilder text = new StringBuilder();
    for (FileChange change : changes) {
      text.append(diff(change));
    }
    return text.toString();
  }

  private static boolean isObstacle(FileChange change, boolean force) {
    if (change instanceof Blocked) {
      return true;
    }
    return !force && (change instanceof HandEdited || change instanceof Foreign);
  }

  private static String diff(FileChange change) {
    if (RenderedFile.isSecret(change.path())) {
      return change instanceof Unchanged || change instanceof Blocked
          ? ""
          : "Secret files a/" + change.path() + " and b/" + change.path() + " differ\n";
    }
    if (change instanceof Created created) {
      return UnifiedDiff.of(change.path(), null, created.file().text());
    }
    if (change instanceof Updated updated) {
      return UnifiedDiff.of(change.path(), updated.before(), updated.file().text());
    }
    if (change instanceof Removed removed) {
      return UnifiedDiff.of(change.path(), removed.before(), null);
    }
    if (change instanceof HandEdited edited) {
      return UnifiedDiff.of(change.path(), edited.before(), textOf(edited.file()));
    }
    if (change instanceof Foreign foreign) {
      return UnifiedDiff.of(change.path(), foreign.before(), foreign.file().text());
    }
    return "";
  }

  private static @Nullable String textOf(@Nullable RenderedFile file) {
    return file == null ? null : file.text();
  }
}
