package dev.vllmnginx.app.diff;

import dev.vllmnginx.app.Generation;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.KeyDocument;
import dev.vllmnginx.release.Manifest;
import dev.vllmnginx.release.OutputDirectory;
import dev.vllmnginx.release.OutputPlan;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog would change.
 *
 * @param from the release that is live; null: none
 * @param to the release that the catalog gives
 * @param changes in words; none if only this program writes the same catalog differently
 * @param diff of all files, unified
 */
public record LiveDiff(@Nullable String from, String to, List<Change> changes, String diff) {
  private static final String NOTHING = "none";
  private static final String KEYS = "conf.d/35-keys.conf";

  public LiveDiff {
    changes = List.copyOf(changes);
  }

  /** Compares a catalog with the live release. */
  public static LiveDiff of(CatalogDocument document, ReleaseStore store) {
    RenderedTree tree = Generation.tree(document.catalog());
    Manifest manifest = Generation.manifest(document, tree);
    String live = store.links().current();
    OutputPlan plan =
        new OutputDirectory(store.directory(live == null ? NOTHING : live)).plan(tree, manifest);
    List<Change> changes =
        new ArrayList<>(CatalogDifference.between(catalog(store, live), document.root()));
    KeyDocument keys = document.keys();
    if (live != null && keys != null && plan.changes(KEYS)) {
      changes.add(new Change(Change.Kind.CHANGED, "keys in " + keys.file(), ""));
    }
    if (live != null && plan.changesSecrets()) {
      changes.add(new Change(Change.Kind.CHANGED, "keys of servers", "not shown"));
    }
    return new LiveDiff(
        live, manifest.release(), changes, manifest.release().equals(live) ? "" : plan.diff());
  }

  /** Whether the same files are live. */
  public boolean isSame() {
    return to.equals(from);
  }

  private static @Nullable Node catalog(ReleaseStore store, @Nullable String live) {
    return live == null
        ? null
        : store
            .catalog(live)
            .map(text -> YamlReader.read(new SourceText("live", text)).value())
            .orElse(null);
  }
}
