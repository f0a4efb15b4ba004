package dev.vllmnginx.app.preflight;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;

/**
 * Something on the machine that is not as a configuration needs it, before it is known where in the
 * catalog that configuration comes from.
 *
 * @param message what is wrong, one sentence
 * @param hint how to mend it
 */
public record Problem(DiagnosticCode code, Severity severity, String message, String hint) {
  /** The finding at its place in a catalog. */
  Diagnostic at(CatalogPath path) {
    return new Diagnostic(code, severity, path, null, message, hint);
  }
}
