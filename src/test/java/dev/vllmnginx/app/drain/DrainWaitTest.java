package dev.vllmnginx.app.drain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class DrainWaitTest {
  private static final ServerLoad UNKNOWN = new ServerLoad(ServerLoad.State.UNKNOWN, 0);

  private final List<Long> told = new ArrayList<>();

  private static ServerLoad load(long requests) {
    return new ServerLoad(ServerLoad.State.KNOWN, requests);
  }

  /** The last of them is said for ever. */
  private DrainWait.Outcome wait(boolean oldWorkers, Duration atMost, ServerLoad... said) {
    Deque<ServerLoad> left = new ArrayDeque<>(List.of(said));
    return new DrainWait(
            () -> left.size() > 1 ? left.remove() : Objects.requireNonNull(left.peek()),
            () -> oldWorkers,
            Duration.ofMillis(1))
        .run(atMost, told::add);
  }

  @Test
  void waitsUntilTheServerSaysNoneSeveralTimes() {
    assertThat(wait(true, Duration.ofMinutes(1), load(2), load(2), load(0), load(1), load(0)))
        .isEqualTo(DrainWait.Outcome.IDLE);
    assertThat(told).containsExactly(2L, 1L);
  }

  @Test
  void takesOldWorkersWhereTheServerSaysNothing() {
    assertThat(wait(false, Duration.ofMinutes(1), UNKNOWN))
        .isEqualTo(DrainWait.Outcome.WORKERS_ENDED);
    assertThat(wait(true, Duration.ofMillis(20), UNKNOWN)).isEqualTo(DrainWait.Outcome.TIMED_OUT);
    assertThat(told).containsExactly(-1L);
  }

  @Test
  void isDoneWhenTheServerIsGone() {
    assertThat(wait(true, Duration.ofMinutes(1), load(1), new ServerLoad(ServerLoad.State.GONE, 0)))
        .isEqualTo(DrainWait.Outcome.GONE);
  }

  @Test
  void givesUpInTheEnd() {
    assertThat(wait(false, Duration.ofMillis(20), load(1))).isEqualTo(DrainWait.Outcome.TIMED_OUT);
  }

  @Test
  void readsTheFiguresOfVllm() {
    String metrics =
        """
        # HELP vllm:num_requests_running Number of requests in model execution batches.
        # TYPE vllm:num_requests_running gauge
        vllm:num_requests_running{engine="0",model_name="a"} 3.0
        vllm:num_requests_running{engine="1",model_name="a"} 1.0
        vllm:num_requests_waiting{engine="0",model_name="a"} 1.2e+01
        vllm:num_requests_waiting_by_reason{engine="0",model_name="a",reason="capacity"} 12.0
        """;

    assertThat(ServerLoad.read(metrics)).isEqualTo(load(16));
    assertThat(ServerLoad.read("<html>")).isEqualTo(UNKNOWN);
  }
}
