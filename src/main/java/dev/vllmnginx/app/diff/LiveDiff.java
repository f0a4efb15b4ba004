package dev.vllmnginx.app.diff;

import dev.vllmnginx.app.Generation;
import dev.vllmnginx.catalog.ServerAddress;
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
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog would change.
 *
 * @param from the release that is live; null: none
 * @param to the release that the catalog gives
 * @param changes in words; none if only this program writes the same catalog differently
 * @param edited files of the live release that are not as they were written, by path, with what
 *     became of each; told only where the same release would be written again
 * @param diff of all files, unified
 */
public record LiveDiff(
    @Nullable String from,
    String to,
    List<Change> changes,
    SortedMap<String, String> edited,
    String diff) {
  private static final String NOTHING = "none";
  private static final String KEYS = "conf.d/35-keys.conf";

  public LiveDiff {
    changes = List.copyOf(changes);
    edited = Collections.unmodifiableSortedMap(edited);
  }

  /** Compares a catalog with the live release. */
  public static LiveDiff of(CatalogDocument document, ReleaseStore store) {
    RenderedTree tree = Generation.tree(document.catalog());
    Manifest manifest = Generation.manifest(document, tree);
    String live = store.links().current();
    OutputPlan plan =
        OutputDirectory.ofRelease(store.directory(live == null ? NOTHING : live))
            .plan(tree, manifest);
    List<Change> changes =
        new ArrayList<>(
            CatalogDifference.between(catalog(store, live), document.root(), keys(document)));
    KeyDocument keys = document.keys();
    if (live != null && keys != null && plan.changes(KEYS)) {
      changes.add(new Change(Change.Kind.CHANGED, "keys in " + keys.file(), ""));
    }
    if (live != null && plan.changesSecrets()) {
      changes.add(new Change(Change.Kind.CHANGED, "keys of servers", "not shown"));
    }
    boolean same = manifest.release().equals(live);
    SortedMap<String, String> edited =
        same ? store.drift(manifest.release()) : Collections.emptySortedMap();
    return new LiveDiff(
        live, manifest.release(), changes, edited, same && edited.isEmpty() ? "" : plan.diff());
  }

  /** Whether the same files are live. */
  public boolean isSame() {
    return to.equals(from) && edited.isEmpty();
  }

  /**
   * The changes of the catalog but for whether a server is {@code down}; none if nothing is live.
   *
   * @param server its address
   */
  public List<Change> besidesDown(String model, String server) {
    if (from == null) {
      return List.of();
    }
    return changes.stream().filter(change -> !isDown(change, model, address(server))).toList();
  }

  private static boolean isDown(Change change, String model, String server) {
    String subject = change.subject();
    String prefix = "server ";
    String suffix = " of model " + model;
    return change.words().startsWith("down ")
        && subject.startsWith(prefix)
        && subject.endsWith(suffix)
        && address(subject.substring(prefix.length(), subject.length() - suffix.length()))
            .equals(server);
  }

  /** The one spelling of it. */
  private static String address(String text) {
    return ServerAddress.canonical(text);
  }

  private static @Nullable Node keys(CatalogDocument document) {
    KeyDocument keys = document.keys();
    return keys == null ? null : CatalogDifference.members(keys.root()).get("api_keys");
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
