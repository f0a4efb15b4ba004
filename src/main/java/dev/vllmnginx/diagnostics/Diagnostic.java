package dev.vllmnginx.diagnostics;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One finding about the catalog or what comes of it.
 *
 * @param code stable, documented, never reused
 * @param severity error or warning
 * @param path where in the catalog; {@link CatalogPath#ROOT} when it concerns the file as a whole
 * @param location where in the file; null when there is no such place (an unreadable file)
 * @param message what is wrong, one sentence, control characters escaped, no secret in it
 * @param hint how to mend it; null when the message already says so
 */
public record Diagnostic(
    DiagnosticCode code,
    Severity severity,
    CatalogPath path,
    @Nullable Location location,
    String message,
    @Nullable String hint) {

  /** In the order of the text; what has no place in it comes first. */
  public static final Comparator<Diagnostic> BY_PLACE =
      Comparator.<Diagnostic>comparingInt(d -> d.location == null ? 0 : d.location.line())
          .thenComparingInt(d -> d.location == null ? 0 : d.location.column())
          .thenComparing(Diagnostic::code);

  /** The same finding, placed. */
  public Diagnostic at(@Nullable Location where) {
    return new Diagnostic(code, severity, path, where, message, hint);
  }

  /** The same finding, which stops nothing. */
  public Diagnostic asWarning() {
    return new Diagnostic(code, Severity.WARNING, path, location, message, hint);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
