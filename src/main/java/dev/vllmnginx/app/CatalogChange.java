package dev.vllmnginx.app;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.edit.CatalogStore;
import dev.vllmnginx.edit.EditResult;
import dev.vllmnginx.yaml.SourceReader;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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
    return make(changed -> {});
  }

  /**
   * The same.
   *
   * @param told of the change once it is made, before anybody else can edit the file; where it
   *     throws, the file becomes what it was
   */
  EditOutcome make(Consumer<EditOutcome.Changed> told) {
    try (CatalogStore store = CatalogStore.lock(file)) {
      EditOutcome outcome = workOut(store.read());
      if (outcome instanceof EditOutcome.Changed changed) {
        store.replace(changed.after());
        tell(changed, told, store);
        return changed.asWritten();
      }
      return outcome;
    }
  }

  private static void tell(
      EditOutcome.Changed changed, Consumer<EditOutcome.Changed> told, CatalogStore store) {
    try {
      told.accept(changed.asWritten());
    } catch (WorldException e) {
      putBack(changed, store, e);
      throw new WorldException(e.kind(), e.getMessage() + ": the catalog was not changed", e);
    }
  }

  private static void putBack(
      EditOutcome.Changed changed, CatalogStore store, WorldException cause) {
    try {
      store.read();
      store.replace(changed.before());
    } catch (WorldException e) {
      e.addSuppressed(cause);
      throw new WorldException(
          e.kind(), cause.getMessage() + ", nor can the catalog be put back: " + e.getMessage(), e);
    }
  }

  private EditOutcome workOut(Checked<SourceText> read) {
    SourceText source = read.value();
    CatalogFile.requireFile(read.diagnostics());
    return source == null
        ? new EditOutcome.Refused(read.diagnostics(), SourceLines.NONE)
        : step.apply(source);
  }

  /**
   * Checks what an edit has made of a catalog.
   *
   * @param read reads the catalog with a text in the place of the one that is edited
   * @param known the findings about the catalog before
   * @param origin where a value of the new catalog stood in the old one
   * @param strict whether a new warning is a no
   */
  static EditOutcome judge(
      SourceText before,
      EditResult edit,
      Function<SourceText, Checked<CatalogDocument>> read,
      List<Diagnostic> known,
      UnaryOperator<CatalogPath> origin,
      boolean strict) {
    if (edit instanceof EditResult.Refused refused) {
      return new EditOutcome.ByHand(refused.reason(), refused.advice());
    }
    EditResult.Made made = (EditResult.Made) edit;
    Checked<CatalogDocument> after = read.apply(made.after());
    List<Diagnostic> fresh =
        after.diagnostics().stream()
            .filter(
                found ->
                    known.stream()
                        .noneMatch(
                            old ->
                                old.code() == found.code()
                                    && old.path().equals(origin.apply(found.path()))))
            .toList();
    if (!after.isValid() || (strict && !fresh.isEmpty())) {
      // Their places are in a text that nobody will see.
      return new EditOutcome.Refused(
          fresh.stream().map(found -> found.at(null)).toList(), SourceLines.NONE);
    }
    return new EditOutcome.Changed(before, made.after(), made.line(), false, fresh);
  }
}
