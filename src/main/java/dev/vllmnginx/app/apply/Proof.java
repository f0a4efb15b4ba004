package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LocalAddress;
import dev.vllmnginx.nginx.NginxMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether nginx runs a release: not what a command returned, but what every worker answers that
 * accepts connections. Each connection reaches a random worker, so many are made.
 */
final class Proof {
  /** How long an answer may take that should be there already. */
  static final Duration AT_ONCE = Duration.ofMillis(500);

  /** After nginx has logged an emergency, the release will hardly come any more. */
  private static final Duration AFTER_EMERGENCY = Duration.ofSeconds(2);

  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int TRIES_PER_WORKER = 8;
  private static final long FIRST_PAUSE_MILLIS = 2;
  private static final long LONGEST_PAUSE_MILLIS = 20;

  /** What was seen. */
  record Verdict(boolean proved, int workers, String reason, List<String> errors) {}

  private final LiveNginx nginx;
  private final LiveNginx.Master master;
  private final LocalAddress status;
  private String seen = "nobody answers";

  Proof(LiveNginx nginx, LiveNginx.Master master, LocalAddress status) {
    this.nginx = nginx;
    this.master = master;
    this.status = status;
  }

  /**
   * Waits until all workers run a release.
   *
   * @param before the workers that must be gone; empty: any may stay
   * @param logEnd where the error log ended before the reload
   */
  Verdict await(String release, Set<Long> before, long logEnd, Duration patience) {
    long start = System.nanoTime();
    long end = start + patience.toNanos();
    boolean emergency = false;
    long pause = FIRST_PAUSE_MILLIS;
    Set<Long> proved = new HashSet<>();
    do {
      Set<Long> workers = nginx.workers(master);
      boolean fresh = !workers.isEmpty() && workers.stream().noneMatch(before::contains);
      if (fresh && allAnswer(workers, release, proved) && isWhole(workers, before)) {
        return new Verdict(true, workers.size(), "", List.of());
      }
      if (!fresh) {
        seen = workers.isEmpty() ? "there is no worker" : "the old workers go on";
      }
      if (!emergency && !emergencies(logEnd).isEmpty()) {
        emergency = true;
        end = Math.min(end, System.nanoTime() + AFTER_EMERGENCY.toNanos());
      }
      pause(pause);
      pause = Math.min(LONGEST_PAUSE_MILLIS, pause * 2);
    } while (System.nanoTime() < end);
    List<String> errors = emergencies(logEnd);
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    return new Verdict(false, 0, seen + " after " + seconds + " s", errors);
  }

  /**
   * Whether there are no more workers to come. After a reload they are all there before the old
   * ones stop to accept; after a start they come one by one.
   */
  private boolean isWhole(Set<Long> workers, Set<Long> before) {
    if (!before.isEmpty()) {
      return true;
    }
    pause(LONGEST_PAUSE_MILLIS);
    return workers.containsAll(nginx.workers(master));
  }

  private boolean allAnswer(Set<Long> workers, String release, Set<Long> proved) {
    for (int i = 0; i < TRIES_PER_WORKER * workers.size(); i++) {
      if (proved.containsAll(workers)) {
        return true;
      }
      try {
        LiveNginx.ReleaseAnswer answer = nginx.askRelease(status, ANSWER);
        if (!workers.contains(answer.worker())) {
          seen = "process " + answer.worker() + " answers, which is no worker of this nginx";
        } else if (answer.release().equals(release)) {
          proved.add(answer.worker());
        } else {
          seen = "worker " + answer.worker() + " runs release " + answer.release();
          return false;
        }
      } catch (IOException e) {
        seen = "the status listener does not answer (" + e.getMessage() + ")";
        return false;
      }
    }
    return proved.containsAll(workers);
  }

  private List<String> emergencies(long logEnd) {
    return nginx.errorsSince(logEnd).stream()
        .filter(message -> message.level() == NginxMessage.Level.EMERG)
        .map(NginxMessage::placed)
        .distinct()
        .toList();
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
