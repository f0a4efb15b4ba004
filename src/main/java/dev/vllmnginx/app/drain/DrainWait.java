package dev.vllmnginx.app.drain;

import dev.vllmnginx.catalog.Secret;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  private final BooleanSupplier oldWorkers;
  private final Duration interval;

  /**
   * @param key what the server wants to be shown; null: nothing
   * @param oldWorkers whether nginx has workers of an earlier configuration
   */
  public DrainWait(String address, @Nullable Secret key, BooleanSupplier oldWorkers) {
    this(() -> ServerLoad.ask(address, key), oldWorkers, Duration.ofMillis(500));
  }

  DrainWait(Supplier<ServerLoad> load, BooleanSupplier oldWorkers, Duration interval) {
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
      if (now.state() == ServerLoad.State.GONE) {
        return Outcome.GONE;
      }
      boolean known = now.state() == ServerLoad.State.KNOWN;
      boolean done = known ? now.requests() == 0 : !oldWorkers.getAsBoolean();
      idle = done ? idle + 1 : 0;
      if (idle == SURE) {
        return known ? Outcome.IDLE : Outcome.WORKERS_ENDED;
      }
      long count = known ? now.requests() : -1;
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
}
