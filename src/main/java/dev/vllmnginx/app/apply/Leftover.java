package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.ReleaseStore.Links;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has left that was killed between the switch of the links and the journal. Neither
 * of the two says then which release serves; only the workers do.
 */
final class Leftover {
  /** The outcome of a release that went live, as the journal has it. */
  static final String APPLIED = "applied";

  /** The outcome of one that workers were found to run, and whose attempt could not say so. */
  static final String FOUND = "found";

  private static final Set<String> LIVE = Set.of(APPLIED, FOUND);

  private final ReleaseStore store;
  private final BiFunction<Path, Path, LiveNginx> nginxes;
  private final Path including;

  /**
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   * @param including the main file of an nginx that includes the gateway
   */
  Leftover(ReleaseStore store, BiFunction<Path, Path, LiveNginx> nginxes, Path including) {
    this.store = store;
    this.nginxes = nginxes;
    this.including = including;
  }

  /** What the workers say that the journal does not. */
  sealed interface Finding {
    /**
     * They run what {@code current} leads to.
     *
     * @param from the last release of the journal that was live; null: none
     */
    record WentLive(@Nullable String from, String to) implements Finding {}

    /**
     * They still run the last release of the journal that was live.
     *
     * @param proper where the links led before the attempt
     * @param attempted where {@code current} leads
     */
    record NeverLive(Links proper, String attempted) implements Finding {}
  }

  /**
   * Asks the workers, where the links and the journal do not agree.
   *
   * @return empty where they agree, or nobody can tell
   */
  Optional<Finding> find() {
    @Nullable String current = store.links().current();
    List<JournalEntry> live =
        store.journal().stream().filter(entry -> LIVE.contains(entry.outcome())).toList();
    @Nullable String last = live.isEmpty() ? null : live.get(live.size() - 1).to();
    if (current == null || current.equals(last)) {
      return Optional.empty();
    }
    if (isRun(current)) {
      return Optional.of(new Finding.WentLive(last, current));
    }
    return last != null && isRun(last)
        ? Optional.of(new Finding.NeverLive(new Links(last, before(last, live)), current))
        : Optional.empty();
  }

  private boolean isRun(String release) {
    try {
      return LiveRelease.ifRun(store, release, nginxes, including).isPresent();
    } catch (WorldException e) {
      // What is in the way here is in the way of the attempt too, which says so.
      return false;
    }
  }

  /** The release that was live before another one; null where it is not there any more. */
  private @Nullable String before(String release, List<JournalEntry> live) {
    @Nullable String before = null;
    for (JournalEntry entry : live) {
      if (release.equals(entry.to()) && !release.equals(entry.from())) {
        before = entry.from();
      }
    }
    return before != null && store.isIntact(before) ? before : null;
  }
}
