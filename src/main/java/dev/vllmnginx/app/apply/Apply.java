package dev.vllmnginx.app.apply;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.Generation;
import dev.vllmnginx.app.RejectionExplainer;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.release.Manifest;
import dev.vllmnginx.release.OutputDirectory;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a catalog live. */
public final class Apply {
  /** The variable of the environment with the API key that requests to added models show. */
  public static final String KEY_VARIABLE = "VLLM_NGINX_API_KEY";

  private static final String NOT_READY = "this machine is not ready for it";

  /**
   * What is wanted.
   *
   * @param start whether an nginx that does not run is started
   * @param dryRun whether nothing is changed
   * @param smoke whether each added model gets a request in the end
   * @param clientKey the API key that such a request shows; null: none is known
   * @param strict whether warnings count as errors
   * @param who the account, for the journal
   * @param including the main file of an nginx that includes the gateway, in the layout {@code
   *     include}
   */
  public record Request(
      boolean start,
      boolean dryRun,
      boolean smoke,
      @Nullable Secret clientKey,
      boolean strict,
      String who,
      Path including) {
    /** That a catalog goes live, and nothing else. */
    public static Request plain(String who, Path including) {
      return new Request(false, false, false, null, false, who, including);
    }
  }

  private final Request request;
  private final ReleaseStore store;
  private final BiFunction<Path, Path, LiveNginx> nginxes;
  private final Preflight preflight;
  private final ApplyEvents events;
  private final Steps steps;
  private @Nullable Served served;

  /** What was put live, and where. */
  private record Served(Catalog catalog, LiveNginx nginx) {}

  /**
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   */
  public Apply(
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
   * @param source reads the catalog, once, and not before the lock is taken
   */
  public ApplyResult run(Supplier<CatalogFile> source) {
    if (request.dryRun()) {
      return plan(source.get());
    }
    ApplyResult result =
        new JournalKeeper(store, steps, "apply", request.who())
            .keepAlone(
                new Leftover(store, nginxes, request.including()), links -> locked(source.get()));
    Served asked = served;
    return asked != null && result instanceof ApplyResult.Applied applied && request.smoke()
        ? smoked(asked, applied)
        : result;
  }

  private ApplyResult plan(CatalogFile file) {
    CatalogDocument document = valid(file);
    if (document == null) {
      return new ApplyResult.InvalidCatalog();
    }
    RenderedTree tree = Generation.tree(document.catalog());
    Manifest manifest = Generation.manifest(document, tree);
    Optional<ApplyResult.Refused> otherLayout = otherLayout(tree);
    if (otherLayout.isPresent()) {
      return otherLayout.get();
    }
    @Nullable String live = store.links().current();
    Path directory = live == null ? store.directory("none") : store.directory(live);
    String diff = OutputDirectory.ofRelease(directory).plan(tree, manifest).diff();
    return live != null && live.equals(manifest.release()) && store.isIntact(live)
        ? new ApplyResult.Unchanged(live)
        : new ApplyResult.Planned(live, manifest.release(), diff);
  }

  private @Nullable CatalogDocument valid(CatalogFile file) {
    events.found(file.diagnostics());
    return request.strict() && !file.diagnostics().isEmpty() ? null : file.document();
  }

  private ApplyResult locked(CatalogFile file) {
    CatalogDocument document = valid(file);
    if (document == null) {
      return new ApplyResult.InvalidCatalog();
    }
    RenderedTree tree = steps.run(ApplyStep.RENDER, () -> Generation.tree(document.catalog()));
    Optional<ApplyResult.Refused> otherLayout = otherLayout(tree);
    if (otherLayout.isPresent()) {
      return otherLayout.get();
    }
    Manifest manifest = Generation.manifest(document, tree);
    String id = manifest.release();
    steps.begin(ApplyStep.COMPARE);
    Optional<LiveRelease> live = LiveRelease.find(store, id, nginxes, request.including());
    if (live.isPresent()) {
      return unchanged(document, tree, live.get());
    }
    steps.done("release " + id);
    ReleaseStore.Staged staged =
        steps.run(ApplyStep.STAGE, () -> store.stage(tree, manifest, document.source().text()));
    ApplyResult result = null;
    try {
      result = staged(document, staged);
      return result;
    } finally {
      if (!(result instanceof ApplyResult.Applied)) {
        store.discard();
      }
    }
  }

  /** Not all that clients get is in the release: certificates change, and run out. */
  private ApplyResult unchanged(CatalogDocument document, RenderedTree tree, LiveRelease live) {
    List<String> replaced =
        LoadedCertificate.of(document.catalog().gateway(), live.nginx(), live.master()).replaced();
    if (replaced.isEmpty()) {
      steps.done("no difference");
      return ready(document, live.nginx())
          ? new ApplyResult.Unchanged(live.id())
          : new ApplyResult.Rejected(NOT_READY);
    }
    steps.done(
        "no difference, but "
            + String.join(" and ", replaced)
            + (replaced.size() == 1 ? " was" : " were")
            + " replaced");
    Path directory = store.directory(live.id());
    if (!accepted(document, live.nginx(), directory, tree, live.site())) {
      return new ApplyResult.Rejected("nginx -t refused the configuration");
    }
    if (!ready(document, live.nginx())) {
      return new ApplyResult.Rejected(NOT_READY);
    }
    return new Switchover(store, live.nginx(), steps, live.id()).renew(live.master(), replaced);
  }

  private ApplyResult staged(CatalogDocument document, ReleaseStore.Staged staged) {
    Site site = site(staged.tree());
    LiveNginx nginx = nginxes.apply(site.mainFile(), site.content(staged.directory()));
    Runnable detach = site.attach(nginx);
    try {
      return staged(document, staged, site, nginx);
    } finally {
      if (store.links().current() == null) {
        detach.run();
      }
    }
  }

  private Site site(RenderedTree tree) {
    return Site.of(store, tree, request.including());
  }

  private Optional<ApplyResult.Refused> otherLayout(RenderedTree tree) {
    return LayoutChange.refusal(store, tree, nginxes, request.including());
  }

  private ApplyResult staged(
      CatalogDocument document, ReleaseStore.Staged staged, Site site, LiveNginx nginx) {
    State state = nginx.state();
    if (state instanceof State.Unsafe unsafe) {
      return new ApplyResult.Refused(unsafe.reason(), unsafe.advice());
    }
    if (state instanceof State.Stopped stopped && !request.start()) {
      return new ApplyResult.NotRunning(stopped.detail(), site.mainFile().toString());
    }
    if (!accepted(document, nginx, staged.directory(), staged.tree(), site)) {
      return new ApplyResult.Rejected("nginx -t refused the configuration");
    }
    if (!ready(document, nginx)) {
      return new ApplyResult.Rejected(NOT_READY);
    }
    boolean fresh = store.publish(staged);
    ApplyResult result = null;
    try {
      Switchover switchover = new Switchover(store, nginx, steps, staged.id());
      result =
          state instanceof State.Running running
              ? switchover.reload(running.master())
              : switchover.start();
    } finally {
      if (fresh && !(result instanceof ApplyResult.Applied)) {
        remove(staged.id());
      }
    }
    served = new Served(document.catalog(), nginx);
    return result;
  }

  private void remove(String id) {
    try {
      store.remove(id);
    } catch (WorldException e) {
      // What became of the attempt is what to report; the release is pruned in time.
    }
  }

  /**
   * When all is written down, and others may apply: servers that are slow must not hold them up.
   */
  private ApplyResult smoked(Served served, ApplyResult.Applied applied) {
    Catalog catalog = served.catalog();
    if (!served.nginx().sharesNetwork()) {
      // On that port of this machine somebody else may listen, who must not see the key.
      steps.begin(ApplyStep.SMOKE);
      steps.done("skipped: nginx has a network of its own, which cannot be reached from here");
      return applied;
    }
    if (catalog.apiKeys() != null && request.clientKey() == null) {
      steps.begin(ApplyStep.SMOKE);
      steps.done("skipped: clients need an API key, and none is in " + KEY_VARIABLE);
      return applied;
    }
    String from = applied.from();
    List<Model> added =
        Smoke.added(catalog, from == null ? null : store.catalog(from).orElse(null));
    steps.begin(ApplyStep.SMOKE);
    List<String> failures = new Smoke(catalog.gateway(), request.clientKey()).ask(added);
    String asked = added.size() + (added.size() == 1 ? " model" : " models");
    if (failures.isEmpty()) {
      steps.done(asked);
    } else {
      steps.failed(failures.size() + " of " + asked);
    }
    return new ApplyResult.Applied(from, applied.to(), applied.workers(), failures);
  }

  private boolean accepted(
      CatalogDocument document, LiveNginx nginx, Path directory, RenderedTree tree, Site site) {
    steps.begin(ApplyStep.TEST);
    ConfigTestResult result = site.test(nginx, directory, tree);
    List<Diagnostic> said =
        new RejectionExplainer(path -> document.locate(path).orElse(null)).explain(result);
    boolean accepted =
        result instanceof ConfigTestResult.Accepted && (!request.strict() || said.isEmpty());
    if (accepted) {
      steps.done("");
    } else {
      steps.failed("");
    }
    events.found(said);
    return accepted;
  }

  private boolean ready(CatalogDocument document, LiveNginx nginx) {
    steps.begin(ApplyStep.PREFLIGHT);
    List<Diagnostic> found = new ArrayList<>(preflight.check(document, nginx));
    boolean ready =
        request.strict() ? found.isEmpty() : found.stream().noneMatch(Diagnostic::isError);
    if (ready) {
      steps.done("");
    } else {
      steps.failed("");
    }
    events.found(found);
    return ready;
  }
}
