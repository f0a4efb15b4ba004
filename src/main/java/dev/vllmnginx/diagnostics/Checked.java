package dev.vllmnginx.diagnostics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of an input: the result and all that was found on the way.
 *
 * @param value the result; null exactly when there is an error among the diagnostics
 * @param diagnostics in the order of the text
 */
public record Checked<T>(@Nullable T value, List<Diagnostic> diagnostics) {
  public Checked {
    diagnostics = List.copyOf(diagnostics);
    if ((value == null) != diagnostics.stream().anyMatch(Diagnostic::isError)) {
      throw new IllegalArgumentException("a value or an error, never both or neither");
    }
  }

  /** The result of an input that is known to be valid. */
  public T orThrow() {
    if (value == null) {
      throw new IllegalStateException("not valid: " + diagnostics);
    }
    return value;
  }

  public boolean isValid() {
    return value != null;
  }
}
