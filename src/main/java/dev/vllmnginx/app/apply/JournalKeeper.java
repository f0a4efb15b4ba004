package dev.vllmnginx.app.apply;

import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;

/** Writes into the journal what became of an attempt, if it was one. */
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

  ApplyResult keep(Supplier<ApplyResult> attempt) {
    long start = System.nanoTime();
    ApplyResult result = attempt.get();
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    entry(result, millis)
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

  private Optional<JournalEntry> entry(ApplyResult result, long millis) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (result instanceof ApplyResult.Applied applied) {
      return Optional.of(
          new JournalEntry(now, who, action, applied.from(), applied.to(), "applied", "", millis));
    }
    if (result instanceof ApplyResult.RolledBack back) {
      return Optional.of(
          new JournalEntry(
              now, who, action, back.from(), back.to(), "rolled-back", back.reason(), millis));
    }
    if (result instanceof ApplyResult.Broken broken) {
      return Optional.of(
          new JournalEntry(
              now, who, action, broken.from(), broken.to(), "broken", broken.reason(), millis));
    }
    if (result instanceof ApplyResult.Rejected rejected) {
      return Optional.of(
          new JournalEntry(
              now,
              who,
              action,
              store.links().current(),
              null,
              "rejected",
              rejected.reason(),
              millis));
    }
    return Optional.empty();
  }
}
