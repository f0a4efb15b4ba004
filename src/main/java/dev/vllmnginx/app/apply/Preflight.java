package dev.vllmnginx.app.apply;

import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.nginx.LiveNginx;
import java.util.List;

/**
 * Looks at what {@code nginx -t} does not look at, before anything is switched. An error stops the
 * apply, a warning does not.
 */
@FunctionalInterface
public interface Preflight {
  /** Everything that is wrong with this machine for this catalog. */
  List<Diagnostic> check(CatalogDocument document, LiveNginx nginx);

  /** Looks at nothing. */
  static Preflight none() {
    return (document, nginx) -> List.of();
  }
}
