package dev.vllmnginx.app.apply;

import dev.vllmnginx.app.RejectionExplainer;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes an earlier release the live one, tested, switched to and proved like a new one. */
public final class Rollback {
  private final ReleaseStore store;
  private final BiFunction<Path, Path, LiveNginx> nginxes;
  private final ApplyEvents events;
  private final Steps steps;
  private final String who;
  private final Path including;

  /**
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   * @param who the account, for the journal
   * @param including the main file of an nginx that includes the gateway
   */
  public Rollback(
      ReleaseStore store,
      BiFunction<Path, Path, LiveNginx> nginxes,
      ApplyEvents events,
      String who,
      Path including) {
    this.store = store;
    this.nginxes = nginxes;
    this.events = events;
    this.steps = new Steps(events);
    this.who = who;
    this.including = including;
  }

  /**
   * Does it.
   *
   * @param wanted the beginning of a release's id; null: the one that was live before
   * @throws WorldException when there is no such release
   */
  public ApplyResult run(@Nullable String wanted) {
    if (store.releases().isEmpty()) {
      throw usage("there are no releases in " + store.root());
    }
    return new JournalKeeper(store, steps, "rollback", who)
        .keepAlone(new Leftover(store, nginxes, including), links -> to(find(wanted, links)));
  }

  private String find(@Nullable String wanted, ReleaseStore.Links links) {
    String id = wanted == null ? links.previous() : byBeginning(wanted);
    if (id == null) {
      throw usage("there is no release before the live one; `vllm-nginx history` lists them");
    }
    if (!store.isIntact(id)) {
      throw usage(
          "release "
              + id
              + " is not as it was written; apply the catalog that it was made from, "
              + store.directory(id).resolve(ReleaseStore.CATALOG));
    }
    return id;
  }

  private String byBeginning(String wanted) {
    List<String> found =
        store.releases().stream().filter(release -> release.startsWith(wanted)).toList();
    if (wanted.isEmpty() || found.size() != 1) {
      throw usage(
          (found.isEmpty() || wanted.isEmpty() ? "no release" : "more than one release")
              + " begins with \""
              + Visible.escape(wanted)
              + "\"; `vllm-nginx history` lists them");
    }
    return found.get(0);
  }

  private ApplyResult to(String id) {
    RenderedTree tree = store.tree(id);
    Site site = Site.of(store, tree, including);
    LiveNginx nginx = nginxes.apply(site.mainFile(), site.content(store.directory(id)));
    State state = nginx.state();
    if (state instanceof State.Unsafe unsafe) {
      return new ApplyResult.Refused(unsafe.reason(), unsafe.advice());
    }
    if (state instanceof State.Stopped stopped) {
      return new ApplyResult.NotRunning(stopped.detail(), site.mainFile().toString());
    }
    steps.begin(ApplyStep.TEST);
    ConfigTestResult result = site.test(nginx, store.directory(id), tree);
    events.found(new RejectionExplainer(path -> null).explain(result));
    if (result instanceof ConfigTestResult.Rejected) {
      steps.failed("");
      return new ApplyResult.Rejected("nginx -t refused the release");
    }
    steps.done("");
    return new Switchover(store, nginx, steps, id).reload(((State.Running) state).master());
  }

  private static WorldException usage(String message) {
    return new WorldException(WorldException.Kind.USAGE, message, null);
  }
}
