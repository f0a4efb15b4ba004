package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LocalAddress;
import dev.vllmnginx.release.ReleaseStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a release that nginx has accepted to one that runs on every worker; or, where that fails,
 * back to the one before, which is proved too.
 */
final class Switchover {
  /** How long workers may take: nginx reads its configuration, then starts them all. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReleaseStore store;
  private final LiveNginx nginx;
  private final Steps steps;
  private final ReleaseStore.Links before;
  private final String to;

  /**
   * @param to a release of the store
   */
  Switchover(ReleaseStore store, LiveNginx nginx, Steps steps, String to) {
    this.store = store;
    this.nginx = nginx;
    this.steps = steps;
    this.before = store.links();
    this.to = to;
  }

  /** With an nginx that runs. */
  ApplyResult reload(LiveNginx.Master master) {
    activate();
    Proof.Verdict verdict = prove(ApplyStep.RELOAD, ApplyStep.PROOF, master, to);
    return verdict.proved() ? applied(verdict) : back(master, verdict);
  }

  /**
   * With an nginx that runs this release already, and is to read files anew that are not in it.
   *
   * @param files that were replaced
   */
  ApplyResult renew(LiveNginx.Master master, List<String> files) {
    Proof.Verdict verdict = prove(ApplyStep.RELOAD, ApplyStep.PROOF, master, to);
    if (verdict.proved()) {
      return new ApplyResult.Renewed(to, verdict.workers(), files);
    }
    // There is nothing to go back to: nginx keeps what it has until it can read all anew.
    Proof.Verdict still = proof(ApplyStep.PROOF_BACK, master, to, Set.of(), nginx.errorLogEnd());
    return still.proved()
        ? new ApplyResult.RolledBack(to, to, true, verdict.reason(), verdict.errors())
        : broken(to, verdict, still.reason(), still.errors());
  }

  /** With an nginx that does not run yet. */
  ApplyResult start() {
    activate();
    Proof.Verdict verdict;
    Runnable takeBack = () -> {};
    long logEnd = nginx.errorLogEnd();
    try {
      LiveNginx.Started started = steps.run(ApplyStep.START, nginx::start);
      takeBack = started.takeBack();
      verdict = proof(ApplyStep.PROOF, started.master(), to, Set.of(), logEnd);
    } catch (WorldException e) {
      verdict = new Proof.Verdict(false, 0, String.valueOf(e.getMessage()), List.of());
    }
    if (verdict.proved()) {
      return applied(verdict);
    }
    try {
      takeBack.run();
      steps.run(ApplyStep.SWITCH_BACK, () -> store.restore(before));
    } catch (WorldException e) {
      // Where the start could not be taken back the links stay: nginx may still run what they lead
      // to.
      return broken(before.current(), verdict, String.valueOf(e.getMessage()), List.of());
    }
    return new ApplyResult.RolledBack(
        before.current(), to, false, verdict.reason(), verdict.errors());
  }

  /** A switch that fails half-way is undone: nginx would read the release when it next starts. */
  private void activate() {
    try {
      steps.run(ApplyStep.SWITCH, () -> store.activate(to));
    } catch (WorldException e) {
      try {
        store.restore(before);
      } catch (WorldException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private ApplyResult applied(Proof.Verdict verdict) {
    return new ApplyResult.Applied(before.current(), to, verdict.workers(), List.of());
  }

  private ApplyResult back(LiveNginx.Master master, Proof.Verdict failure) {
    @Nullable String old = before.current();
    try {
      steps.run(ApplyStep.SWITCH_BACK, () -> store.restore(before));
      if (old != null) {
        Proof.Verdict verdict = prove(ApplyStep.RELOAD_BACK, ApplyStep.PROOF_BACK, master, old);
        if (verdict.proved() || (!verdict.errors().isEmpty() && stillRuns(master, old))) {
          return new ApplyResult.RolledBack(old, to, true, failure.reason(), failure.errors());
        }
        return broken(old, failure, verdict.reason(), verdict.errors());
      }
      steps.run(ApplyStep.RELOAD_BACK, () -> nginx.reload(master));
      return new ApplyResult.RolledBack(null, to, true, failure.reason(), failure.errors());
    } catch (WorldException e) {
      return broken(old, failure, String.valueOf(e.getMessage()), List.of());
    }
  }

  /**
   * Whether the workers of before still run what was live: nginx has said why it reloads nothing at
   * all, for example a mistake in another site's file, and so it has never run the new release.
   */
  private boolean stillRuns(LiveNginx.Master master, String old) {
    LocalAddress status = ReleaseFiles.status(store.directory(old));
    return new Proof(nginx, master, status)
        .await(old, Set.of(), nginx.errorLogEnd(), Proof.AT_ONCE)
        .proved();
  }

  private ApplyResult broken(
      @Nullable String old, Proof.Verdict failure, String again, List<String> errors) {
    List<String> all =
        Stream.concat(failure.errors().stream(), errors.stream()).distinct().toList();
    return new ApplyResult.Broken(
        old, to, failure.reason() + "; going back failed too: " + again, all, nginx.showing());
  }

  private Proof.Verdict prove(
      ApplyStep reload, ApplyStep proof, LiveNginx.Master master, String release) {
    Set<Long> old = nginx.workers(master);
    long logEnd = nginx.errorLogEnd();
    try {
      steps.run(reload, () -> nginx.reload(master));
    } catch (WorldException e) {
      return new Proof.Verdict(false, 0, String.valueOf(e.getMessage()), List.of());
    }
    return proof(proof, master, release, old, logEnd);
  }

  private Proof.Verdict proof(
      ApplyStep step, LiveNginx.Master master, String release, Set<Long> old, long logEnd) {
    LocalAddress status = ReleaseFiles.status(store.directory(release));
    steps.begin(step);
    Proof.Verdict verdict = new Proof(nginx, master, status).await(release, old, logEnd, PATIENCE);
    if (verdict.proved()) {
      steps.done(verdict.workers() + (verdict.workers() == 1 ? " worker" : " workers"));
    } else {
      steps.failed(verdict.reason());
    }
    return verdict;
  }
}
