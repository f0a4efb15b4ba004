package dev.vllmnginx.process;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes and all that they have started. */
final class ProcessTree {
  private ProcessTree() {}

  /**
   * Asks the processes to end (SIGTERM), gives them time, then kills what is left, also of those
   * that they had started.
   */
  static void stop(List<ProcessMark> marks, Duration grace) {
    Set<ProcessHandle> roots = new LinkedHashSet<>();
    marks.forEach(mark -> mark.find().ifPresent(roots::add));
    // The list first: the children of a dead process are no longer found.
    Set<ProcessHandle> all = new LinkedHashSet<>(roots);
    roots.forEach(root -> root.descendants().forEach(all::add));
    roots.forEach(ProcessHandle::destroy);
    long end = System.nanoTime() + grace.toNanos();
    all.forEach(process -> await(process, end - System.nanoTime()));
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> await(process, TimeUnit.SECONDS.toNanos(1)));
  }

  private static void await(ProcessHandle process, long nanos) {
    try {
      process.onExit().get(Math.max(0, nanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // It is killed next, or cannot be.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
