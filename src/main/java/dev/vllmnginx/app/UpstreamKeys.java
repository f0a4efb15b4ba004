package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.UpstreamKey;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.Visible;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys that servers want from the files that a catalog names. No message ever shows one.
 */
final class UpstreamKeys {
  private final Path directory;
  private final List<Diagnostic> found = new ArrayList<>();

  /**
   * @param directory where the catalog lies
   */
  UpstreamKeys(Path directory) {
    this.directory = directory;
  }

  /** The document with all keys; without those whose files are not right, and why. */
  CatalogDocument into(CatalogDocument document) {
    List<Model> models = new ArrayList<>();
    for (Model model : document.catalog().models()) {
      UpstreamKey key = model.upstreamKey();
      CatalogPath place =
          CatalogPath.ROOT.key("models").index(models.size()).key("upstream_key").key("file");
      Secret secret = key == null ? null : read(key.file(), place, document);
      models.add(
          key == null || secret == null ? model : model.withUpstreamKey(key.withSecret(secret)));
    }
    return document.with(document.catalog().withModels(models));
  }

  /** What was found. */
  List<Diagnostic> found() {
    return List.copyOf(found);
  }

  private @Nullable Secret read(String name, CatalogPath place, CatalogDocument document) {
    KeyFile file = KeyFile.of(directory, name);
    Parsed<Secret> parsed = file.read();
    if (parsed instanceof Parsed.Refused<Secret> refused) {
      add(document, place, refused.code(), Severity.ERROR, refused.reason(), refused.hint());
      return null;
    }
    if (file.isExposed()) {
      add(
          document,
          place,
          DiagnosticCode.EXPOSED_KEY,
          Severity.WARNING,
          "every user of this machine may read or change " + Visible.quote(name),
          "run chmod 600 on it");
    }
    return ((Parsed.Accepted<Secret>) parsed).value();
  }

  private void add(
      CatalogDocument document,
      CatalogPath place,
      DiagnosticCode code,
      Severity severity,
      String message,
      @Nullable String hint) {
    found.add(
        new Diagnostic(code, severity, place, document.locate(place).orElse(null), message, hint));
  }
}
