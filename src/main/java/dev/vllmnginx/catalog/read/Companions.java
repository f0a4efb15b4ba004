package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;
import java.util.Optional;

/** The files that a catalog names and that are read with it. */
@FunctionalInterface
public interface Companions {
  /** There are none at hand: what stands in them counts as empty. */
  Companions NONE = name -> Optional.of(new Checked<>(KeyDocument.EMPTY, List.of()));

  /**
   * The text of a file, or why it cannot be read; empty when it does not exist.
   *
   * @param name as the catalog has it
   */
  Optional<Checked<SourceText>> read(String name);
}
