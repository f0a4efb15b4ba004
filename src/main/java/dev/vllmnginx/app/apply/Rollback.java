package dev.vllmnginx.app.apply;

import dev.vllmnginx.app.RejectionExplainer;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.catalog.read.CatalogReader;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.yaml.SourceText;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Makes an earlier release the live one, tested, switched to and proved like a new one. */
public final class Rollback {
  /**
   * What is wanted.
   *
   * @param start whether an nginx that does not run is started
   * @param who the account, for the journal
   * @param including the main file of an nginx that includes the gateway
   */
  public record Request(boolean start, String who, Path including) {}

  private final Request request;
  private final ReleaseStore store;
  private final BiFunction<Path, Path, LiveNginx> nginxes;
  private final Preflight preflight;
  private final ApplyEvents events;
  private final Steps steps;

  /**
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   */
  public Rollback(
      Request request,
      ReleaseStore store,
      BiFunction<Path, Path, LiveNginx> nginxes,
      Preflight preflight,
      ApplyEvents events) {
    this.request = request;
    this.store = store;
    this.nginxes = nginxes;
    this.preflight = preflight;
    this.events = events;
    this.steps = new Steps(events);
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
    return new JournalKeeper(store, steps, "rollback", request.who())
        .keepAlone(
            new Leftover(store, nginxes, request.including()), links -> to(find(wanted, links)));
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
    Site site = Site.of(store, tree, request.including());
    LiveNginx nginx = nginxes.apply(site.mainFile(), site.content(store.directory(id)));
    State state = nginx.state();
    if (state instanceof State.Unsafe unsafe) {
      return new ApplyResult.Refused(unsafe.reason(), unsafe.advice());
    }
    if (state instanceof State.Stopped stopped && !request.start()) {
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
    if (!ready(id, nginx)) {
      return new ApplyResult.Rejected("this machine is not ready for it");
    }
    Switchover switchover = new Switchover(store, nginx, steps, id);
    return state instanceof State.Running running
        ? switchover.reload(running.master())
        : switchover.start();
  }

  /**
   * Only a port that nginx cannot have is in the way back: whatever else is wrong with this machine
   * is wrong with what is live too, for example a certificate that has expired. Of a catalog that
   * this version cannot read any more nothing can be said.
   */
  private boolean ready(String id, LiveNginx nginx) {
    String name = store.directory(id).resolve(ReleaseStore.CATALOG).toString();
    @Nullable CatalogDocument document =
        store
            .catalog(id)
            .flatMap(
                text -> Optional.ofNullable(CatalogReader.read(new SourceText(name, text)).value()))
            .orElse(null);
    if (document == null) {
      return true;
    }
    steps.begin(ApplyStep.PREFLIGHT);
    List<Diagnostic> found =
        preflight.check(document, nginx).stream()
            .map(
                problem ->
                    problem.code() == DiagnosticCode.PORT_UNAVAILABLE
                        ? problem
                        : problem.asWarning())
            .toList();
    boolean ready = found.stream().noneMatch(Diagnostic::isError);
    if (ready) {
      steps.done("");
    } else {
      steps.failed("");
    }
    events.found(found);
    return ready;
  }

  private static WorldException usage(String message) {
    return new WorldException(WorldException.Kind.USAGE, message, null);
  }
}
