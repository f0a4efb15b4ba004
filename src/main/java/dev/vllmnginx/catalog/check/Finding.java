package dev.vllmnginx.catalog.check;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import org.jspecify.annotations.Nullable;

/**
 * What a rule has found, not yet placed in the text.
 *
 * @param path the value at fault
 * @param related another value that has a part in it, whose line is named to the user; or null
 */
public record Finding(
    DiagnosticCode code,
    Severity severity,
    CatalogPath path,
    @Nullable CatalogPath related,
    String message,
    @Nullable String hint) {

  static Finding error(
      DiagnosticCode code, CatalogPath path, String message, @Nullable String hint) {
    return new Finding(code, Severity.ERROR, path, null, message, hint);
  }

  static Finding warning(
      DiagnosticCode code, CatalogPath path, String message, @Nullable String hint) {
    return new Finding(code, Severity.WARNING, path, null, message, hint);
  }

  /** The same finding, which also names the line of another value. */
  Finding with(CatalogPath other) {
    return new Finding(code, severity, path, other, message, hint);
  }
}
