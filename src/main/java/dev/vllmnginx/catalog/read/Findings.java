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
  /** A file with more mistakes than this is not a catalog; the rest would only cost memory. */
  private static final int MOST = 1000;

  private final SourceText source;
  private final List<Diagnostic> found = new ArrayList<>();

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
    if (found.size() < MOST) {
      found.add(new Diagnostic(code, severity, path, source.locate(span), message, hint));
    }
  }

  boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  /** Whether an error was found at this place or below it. */
  boolean hasErrorWithin(CatalogPath path) {
    return found.stream().anyMatch(d -> d.isError() && path.contains(d.path()));
  }

  List<Diagnostic> sorted() {
    return found.stream().sorted(Diagnostic.BY_PLACE).toList();
  }
}
