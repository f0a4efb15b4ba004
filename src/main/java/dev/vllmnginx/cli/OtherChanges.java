package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.diff.Change;
import dev.vllmnginx.app.diff.LiveDiff;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.release.ReleaseStore;
import java.nio.file.Path;
import java.util.List;

/**
 * What a catalog has that nobody has applied yet. A command that changes one thing and applies the
 * whole catalog would put that live too.
 */
final class OtherChanges {
  private final Console console;
  private final OutputFormat format;

  OtherChanges(Console console, OutputFormat format) {
    this.console = console;
    this.format = format;
  }

  /** All but whether this server is down; none in a catalog with mistakes, which is not applied. */
  List<Change> find(Path catalog, ReleaseStore store, String model, String server) {
    CatalogDocument document =
        CatalogFile.read(catalog.toString(), console.in()).withKeys().document();
    return document == null ? List.of() : LiveDiff.of(document, store).besidesDown(model, server);
  }

  void refuse(List<Change> changes, Path catalog, Path root) {
    if (format.json()) {
      console.event(DrainJson.refused(changes));
      return;
    }
    String shown = Visible.escape(catalog.toString());
    console.complain(shown + " has other changes that are not live; they would go live too:");
    DiffReport.words(changes).forEach(console::say);
    console.hint(
        "apply these first: `vllm-nginx apply "
            + shown
            + " --root "
            + Visible.escape(root.toString())
            + "`, or --force");
  }

  void tell(List<Change> changes, Path catalog) {
    if (format.json()) {
      console.event(DrainJson.alsoLive(changes));
      return;
    }
    console.say("these other changes of " + Visible.escape(catalog.toString()) + " go live too:");
    DiffReport.words(changes).forEach(console::say);
  }
}
