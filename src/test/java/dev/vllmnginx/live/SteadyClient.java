package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.ServedGateway;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A client that asks a gateway all the time, over a new connection each, and minds the answers. */
final class SteadyClient implements AutoCloseable {
  private final Supplier<String> models;
  private final List<String> failures = new ArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final Thread thread;
  private volatile boolean stopped;

  SteadyClient(ServedGateway gateway) {
    this(gateway::models);
  }

  /**
   * @param models asks which models there are
   */
  SteadyClient(Supplier<String> models) {
    this.models = models;
    this.thread = new Thread(this::ask, "steady client");
    thread.start();
  }

  private void ask() {
    while (!stopped) {
      try {
        if (!models.get().contains("\"object\":\"list\"")) {
          throw new AssertionError("not the list of models");
        }
        answers.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(2);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | AssertionError e) {
        synchronized (failures) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
    }
  }

  /** Waits for more answers, and holds that there was never none. */
  void assertServed() throws InterruptedException {
    int before = answers.get();
    for (int i = 0; i < 500 && answers.get() < before + 5; i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(answers.get()).as("answers").isGreaterThanOrEqualTo(before + 5);
    synchronized (failures) {
      assertThat(failures).as("requests without an answer").isEmpty();
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
