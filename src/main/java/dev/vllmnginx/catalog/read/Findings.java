package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a catalog while it is read. */
final class Findings {
  /** Of errors, and of warnings: nobody reads more, and the rest would only cost memory. */
  private static final int MOST = 1000;

  private final SourceText source;
  private final List<Diagnostic> found = new ArrayList<>();
  private int errors;
  private int warnings;

  Findings(SourceText source) {
    this.source = source;
  }

  /** Reports an error at the text of a node. */
  void error(
      DiagnosticCode code, CatalogPath path, Span span, String message, @Nullable String hint) {
    add(code, Severity.ERROR, path, span, message, hint);
  }

  void add(
      DiagnosticCode code,
      Severity severity,
      CatalogPath path,
      Span span,
      String message,
      @Nullable String hint) {
    int count = severity == Severity.ERROR ? ++errors : ++warnings;
    if (count <= MOST) {
      found.add(new Diagnostic(code, severity, path, source.locate(span), message, hint));
    }
  }

  boolean hasErrors() {
    return errors > 0;
  }

  /** The places of the errors found so far. */
  ErrorPaths errorPaths() {
    return new ErrorPaths(
        found.stream().filter(Diagnostic::isError).map(Diagnostic::path).toList());
  }

  List<Diagnostic> sorted() {
    return found.stream().sorted(Diagnostic.BY_PLACE).toList();
  }
}
