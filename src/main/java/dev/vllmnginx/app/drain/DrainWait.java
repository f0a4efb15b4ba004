package dev.vllmnginx.app.drain;

import dev.vllmnginx.catalog.Secret;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a server that gets no new requests has finished those that it has. What it says of
 * itself counts; where that is nothing of use, nginx's old workers do, which stay as long as they
 * have requests.
 */
public final class DrainWait {
  /** So often in a row: a request that an old worker has just sent may not be counted yet. */
  private static final int SURE = 3;

  /** What came of the waiting. */
  public enum Outcome {
    /** The server says that it has none. */
    IDLE,
    /** nginx's workers from before have ended. */
    WORKERS_ENDED,
    /** Nobody listens at the server's address. */
    GONE,
    /** It was not done in time. */
    TIMED_OUT
  }

  private final Supplier<ServerLoad> load;
  private final Supplier<OldWorkers> oldWorkers;
  private final Duration interval;

  /** Whether nginx has workers of an earlier configuration. */
  public enum OldWorkers {
    SOME,
    NONE,
    /** nginx is not as it should be: nobody can tell. */
    UNKNOWN
  }

  /**
   * @param address the server's; null: it means another server to nginx than it does here, so that
   *     nobody here can ask it
   * @param key what the server wants to be shown; null: nothing
   */
  public DrainWait(
      @Nullable String address, @Nullable Secret key, Supplier<OldWorkers> oldWorkers) {
    this(
        () -> address == null ? ServerLoad.unknown() : ServerLoad.ask(address, key),
        oldWorkers,
        Duration.ofMillis(500));
  }

  DrainWait(Supplier<ServerLoad> load, Supplier<OldWorkers> oldWorkers, Duration interval) {
    this.load = load;
    this.oldWorkers = oldWorkers;
    this.interval = interval;
  }

  /**
   * Waits.
   *
   * @param remaining told how many requests there are, as often as that changes; -1: not known
   */
  public Outcome run(Duration atMost, LongConsumer remaining) {
    long end = System.nanoTime() + atMost.toNanos();
    int idle = 0;
    long told = Long.MIN_VALUE;
    while (true) {
      ServerLoad now = load.get();
      boolean done = isDone(now);
      idle = done ? idle + 1 : 0;
      if (idle == SURE) {
        return outcome(now.state());
      }
      long count = now.state() == ServerLoad.State.KNOWN ? now.requests() : -1;
      if (count != told && !done) {
        told = count;
        remaining.accept(count);
      }
      if (System.nanoTime() - end > 0) {
        return Outcome.TIMED_OUT;
      }
      LockSupport.parkNanos(interval.toNanos());
    }
  }

  private boolean isDone(ServerLoad now) {
    return switch (now.state()) {
      case KNOWN -> now.requests() == 0;
      case GONE -> true;
      case UNKNOWN -> oldWorkers.get() == OldWorkers.NONE;
    };
  }

  private static Outcome outcome(ServerLoad.State state) {
    return switch (state) {
      case KNOWN -> Outcome.IDLE;
      case GONE -> Outcome.GONE;
      case UNKNOWN -> Outcome.WORKERS_ENDED;
    };
  }
}
