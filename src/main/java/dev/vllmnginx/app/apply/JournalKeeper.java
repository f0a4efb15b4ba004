package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ShutdownHook;
import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.RootLock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an attempt, alone, and writes into the journal what became of it, if it was one. */
final class JournalKeeper {
  private final ReleaseStore store;
  private final Steps steps;
  private final String action;
  private final String who;

  JournalKeeper(ReleaseStore store, Steps steps, String action, String who) {
    this.store = store;
    this.steps = steps;
    this.action = action;
    this.who = who;
  }

  /**
   * Under the lock, after what an earlier run left behind is removed.
   *
   * @param leftover of an earlier run that was killed
   * @param attempt is given the links as they were found, before that was put right
   */
  ApplyResult keepAlone(Leftover leftover, Function<ReleaseStore.Links, ApplyResult> attempt) {
    steps.begin(ApplyStep.LOCK);
    Optional<RootLock> lock = store.lock();
    if (lock.isEmpty()) {
      steps.failed("another apply holds it");
      return new ApplyResult.Locked(store.lockHolder());
    }
    try {
      store.tidy();
      steps.done("");
      return keep(leftover, attempt);
    } finally {
      lock.get().close();
    }
  }

  private ApplyResult keep(Leftover leftover, Function<ReleaseStore.Links, ApplyResult> attempt) {
    ReleaseStore.Links found = store.links();
    clearUp(leftover);
    String before = store.links().current();
    ShutdownHook hook = ShutdownHook.of(() -> steps.interrupted(before, store.links().current()));
    try {
      return keepHooked(() -> attempt.apply(found));
    } finally {
      hook.close();
    }
  }

  private ApplyResult keepHooked(Supplier<ApplyResult> attempt) {
    long start = System.nanoTime();
    ApplyResult result = attempt.get();
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    if (write(() -> entry(result, time))) {
      prune();
    }
    return result;
  }

  /** What the attempt before has left is put right before the next one takes it for good. */
  private void clearUp(Leftover leftover) {
    Optional<Leftover.Finding> finding;
    try {
      finding = leftover.find();
    } catch (WorldException e) {
      steps.begin(ApplyStep.JOURNAL);
      steps.failed(String.valueOf(e.getMessage()));
      return;
    }
    if (finding.orElse(null) instanceof Leftover.Finding.NeverLive never) {
      String detail = "workers still run release " + never.proper().current();
      steps.begin(ApplyStep.SWITCH_BACK);
      store.restore(never.proper());
      steps.done(detail + "; the attempt before this one was interrupted");
      write(
          () ->
              Optional.of(
                  entry(
                      never.proper().current(),
                      never.attempted(),
                      "interrupted",
                      detail,
                      Duration.ZERO)));
    } else if (finding.orElse(null) instanceof Leftover.Finding.WentLive live) {
      String detail = "every worker runs it; who made it live did not come to write this";
      write(
          () -> Optional.of(entry(live.from(), live.to(), Leftover.FOUND, detail, Duration.ZERO)));
    }
  }

  /**
   * What became of an attempt stays true if it cannot be written down.
   *
   * @return whether there was something to write
   */
  private boolean write(Supplier<Optional<JournalEntry>> entry) {
    boolean begun = false;
    try {
      Optional<JournalEntry> line = entry.get();
      if (line.isEmpty()) {
        return false;
      }
      steps.begin(ApplyStep.JOURNAL);
      begun = true;
      store.record(line.get());
      steps.done("");
    } catch (WorldException e) {
      if (!begun) {
        steps.begin(ApplyStep.JOURNAL);
      }
      steps.failed(String.valueOf(e.getMessage()));
    }
    return true;
  }

  /** Releases too many do no harm. */
  private void prune() {
    try {
      store.prune();
    } catch (WorldException e) {
      steps.begin(ApplyStep.PRUNE);
      steps.failed(String.valueOf(e.getMessage()));
    }
  }

  private Optional<JournalEntry> entry(ApplyResult result, Duration time) {
    if (result instanceof ApplyResult.Applied applied) {
      // After a switch that was interrupted the link leads there already.
      boolean again = applied.to().equals(applied.from()) && !isKnown(applied.to());
      @Nullable String from = again ? store.links().previous() : applied.from();
      return Optional.of(entry(from, applied.to(), Leftover.APPLIED, "", time));
    }
    if (result instanceof ApplyResult.Renewed renewed) {
      String id = renewed.release();
      String detail = String.join(" and ", renewed.files()) + " replaced";
      return Optional.of(entry(id, id, "renewed", detail, time));
    }
    if (result instanceof ApplyResult.RolledBack back) {
      return Optional.of(entry(back.from(), back.to(), "rolled-back", back.reason(), time));
    }
    if (result instanceof ApplyResult.Broken broken) {
      return Optional.of(entry(broken.from(), broken.to(), "broken", broken.reason(), time));
    }
    if (result instanceof ApplyResult.Rejected rejected) {
      String current = store.links().current();
      return Optional.of(entry(current, null, "rejected", rejected.reason(), time));
    }
    if (result instanceof ApplyResult.Unchanged unchanged && !isKnown(unchanged.release())) {
      String previous = store.links().previous();
      String detail = "by an attempt that was interrupted";
      return Optional.of(entry(previous, unchanged.release(), Leftover.APPLIED, detail, time));
    }
    return Optional.empty();
  }

  /** Whether the journal says that this release is live. */
  private boolean isKnown(String release) {
    List<JournalEntry> live =
        store.journal().stream().filter(entry -> entry.outcome().equals(Leftover.APPLIED)).toList();
    return !live.isEmpty() && release.equals(live.get(live.size() - 1).to());
  }

  private JournalEntry entry(
      @Nullable String from, @Nullable String to, String outcome, String detail, Duration time) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new JournalEntry(now, who, action, from, to, outcome, detail, time.toMillis());
  }
}
