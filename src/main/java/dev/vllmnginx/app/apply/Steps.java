package dev.vllmnginx.app.apply;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells of steps as they happen, with their times. */
final class Steps {
  private final ApplyEvents events;
  private ApplyStep running = ApplyStep.LOCK;
  private long start;

  Steps(ApplyEvents events) {
    this.events = events;
  }

  void begin(ApplyStep step) {
    running = step;
    start = System.nanoTime();
    events.begun(step);
  }

  /** The program was told to end. */
  void interrupted(@Nullable String before, @Nullable String now) {
    events.interrupted(running, before, now);
  }

  void done(String detail) {
    end(true, detail);
  }

  void failed(String detail) {
    end(false, detail);
  }

  private void end(boolean ok, String detail) {
    events.ended(running, ok, Duration.ofNanos(System.nanoTime() - start), detail);
  }

  /** A step that either works or throws. */
  <T> T run(ApplyStep step, Supplier<T> work) {
    begin(step);
    boolean ok = false;
    try {
      T result = work.get();
      ok = true;
      return result;
    } finally {
      end(ok, "");
    }
  }

  /** The same for work without a result. */
  void run(ApplyStep step, Runnable work) {
    begin(step);
    boolean ok = false;
    try {
      work.run();
      ok = true;
    } finally {
      end(ok, "");
    }
  }
}
