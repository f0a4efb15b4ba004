package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.edit.CatalogStore;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One change of a catalog's file. It is worked out on the text as it is, which answers most
 * mistakes without a lock, and once more under the lock, on the text that is then replaced.
 */
final class CatalogChange {
  private final Path file;
  private final Function<SourceText, EditOutcome> step;

  /**
   * @param step works the change out on a text, without writing anything
   */
  CatalogChange(Path file, Function<SourceText, EditOutcome> step) {
    this.file = file;
    this.step = step;
  }

  /** The change as it would be. */
  EditOutcome plan() {
    return workOut(SourceReader.read(file));
  }

  /** Makes the change. */
  EditOutcome make() {
    try (CatalogStore store = CatalogStore.lock(file)) {
      EditOutcome outcome = workOut(store.read());
      if (outcome instanceof EditOutcome.Changed changed) {
        store.replace(changed.after());
        return changed.asWritten();
      }
      return outcome;
    }
  }

  private EditOutcome workOut(Checked<SourceText> read) {
    SourceText source = read.value();
    return source == null
        ? new EditOutcome.Refused(read.diagnostics(), List.of())
        : step.apply(source);
  }

  /**
   * Checks what an edit has made of a catalog.
   *
   * @param known the findings about the catalog before
   * @param strict whether a new warning is a no
   */
  static EditOutcome judge(
      SourceText before, EditResult edit, List<Diagnostic> known, boolean strict) {
    if (edit instanceof EditResult.Refused refused) {
      return new EditOutcome.ByHand(refused.reason(), refused.advice());
    }
    EditResult.Made made = (EditResult.Made) edit;
    Checked<CatalogDocument> read = CatalogReader.read(made.after());
    List<Diagnostic> fresh =
        read.diagnostics().stream()
            .filter(found -> known.stream().noneMatch(old -> isSame(old, found)))
            .toList();
    if (!read.isValid() || (strict && !fresh.isEmpty())) {
      // Their places are in a text that nobody will see.
      return new EditOutcome.Refused(unplaced(fresh), List.of());
    }
    return new EditOutcome.Changed(before, made.after(), made.line(), false, fresh);
  }

  private static boolean isSame(Diagnostic one, Diagnostic other) {
    return one.code() == other.code() && one.message().equals(other.message());
  }

  static List<Diagnostic> unplaced(List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(found -> found.at(null)).toList();
  }

  /** Refuses for one reason, shown at its line. */
  static EditOutcome.Refused refused(Diagnostic reason, @Nullable SourceText source) {
    return new EditOutcome.Refused(List.of(reason), source == null ? List.of() : source.lines());
  }
}
