package dev.vllmnginx.app.apply;

import dev.vllmnginx.process.ShutdownHook;
import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.RootLock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes an attempt, alone, and writes into the journal what became of it, if it was one. */
final class JournalKeeper {
  private static final String APPLIED = "applied";
  private static final String FOUND = "found";
  private static final Set<String> LIVE = Set.of(APPLIED, FOUND);

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
    String before = store.links().current();
    ShutdownHook hook = ShutdownHook.of(() -> steps.interrupted(before, store.links().current()));
    try {
      return keepHooked(attempt);
    } finally {
      hook.close();
    }
  }

  private ApplyResult keepHooked(Supplier<ApplyResult> attempt) {
    found().ifPresent(store::record);
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

  /** What went live without the journal being told: who did that was killed too early. */
  private Optional<JournalEntry> found() {
    String current = store.links().current();
    List<JournalEntry> live =
        store.journal().stream().filter(entry -> LIVE.contains(entry.outcome())).toList();
    @Nullable String last = live.isEmpty() ? null : live.get(live.size() - 1).to();
    return current == null || current.equals(last)
        ? Optional.empty()
        : Optional.of(
            entry(
                last,
                current,
                FOUND,
                "the link to the live release leads there; who made it did not come to write this",
                Duration.ZERO));
  }

  private Optional<JournalEntry> entry(ApplyResult result, Duration time) {
    if (result instanceof ApplyResult.Applied applied) {
      // After a switch that was interrupted the link leads there already.
      boolean again = applied.to().equals(applied.from()) && !isKnown(applied.to());
      @Nullable String from = again ? store.links().previous() : applied.from();
      return Optional.of(entry(from, applied.to(), APPLIED, "", time));
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
      return Optional.of(entry(previous, unchanged.release(), APPLIED, detail, time));
    }
    return Optional.empty();
  }

  /** Whether the journal says that this release is live. */
  private boolean isKnown(String release) {
    List<JournalEntry> live =
        store.journal().stream().filter(entry -> entry.outcome().equals(APPLIED)).toList();
    return !live.isEmpty() && release.equals(live.get(live.size() - 1).to());
  }

  private JournalEntry entry(
      @Nullable String from, @Nullable String to, String outcome, String detail, Duration time) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    return new JournalEntry(now, who, action, from, to, outcome, detail, time.toMillis());
  }
}
