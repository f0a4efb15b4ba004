package dev.vllmnginx.app.apply;

import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.RootLock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
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

  /** Under the lock, after what an earlier run left behind is removed. */
  ApplyResult keepAlone(Supplier<ApplyResult> attempt) {
    steps.begin(ApplyStep.LOCK);
    Optional<RootLock> lock = store.lock();
    if (lock.isEmpty()) {
      steps.failed("another apply holds it");
      return new ApplyResult.Locked(store.lockHolder());
    }
    try {
      store.tidy();
      steps.done("");
      return keep(attempt);
    } finally {
      lock.get().close();
    }
  }

  private ApplyResult keep(Supplier<ApplyResult> attempt) {
    long start = System.nanoTime();
    ApplyResult result = attempt.get();
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    entry(result, time)
        .ifPresent(
            entry ->
                steps.run(
                    ApplyStep.JOURNAL,
                    () -> {
                      store.record(entry);
                      store.prune();
                    }));
    return result;
  }

  private Optional<JournalEntry> entry(ApplyResult result, Duration time) {
    if (result instanceof ApplyResult.Applied applied) {
      return Optional.of(entry(applied.from(), applied.to(), "applied", "", time));
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
      return Optional.of(entry(previous, unchanged.release(), "applied", detail, time));
    }
    return Optional.empty();
  }

  /** Whether the journal says that this release is live. */
  private boolean isKnown(String release) {
    List<JournalEntry> live =
        store.journal().stream().filter(entry -> entry.outcome().equals("applied")).toList();
    return !live.isEmpty() && release.equals(live.get(live.size() - 1).to());
  }

  private JournalEntry entry(
      @Nullable String from, @Nullable String to, String outcome, String detail, Duration time) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new JournalEntry(now, who, action, from, to, outcome, detail, time.toMillis());
  }
}
