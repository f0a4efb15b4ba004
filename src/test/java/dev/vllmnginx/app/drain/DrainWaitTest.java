package dev.vllmnginx.app.drain;

import static dev.vllmnginx.app.drain.DrainWait.OldWorkers.NONE;
import static dev.vllmnginx.app.drain.DrainWait.OldWorkers.SOME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.drain.DrainWait.OldWorkers;
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
  private DrainWait.Outcome wait(
      DrainWait.OldWorkers oldWorkers, Duration atMost, ServerLoad... said) {
    Deque<ServerLoad> left = new ArrayDeque<>(List.of(said));
    return new DrainWait(
            () -> left.size() > 1 ? left.remove() : Objects.requireNonNull(left.peek()),
            () -> oldWorkers,
            Duration.ofMillis(1))
        .run(atMost, told::add);
  }

  @Test
  void waitsUntilTheServerSaysNoneSeveralTimes() {
    assertThat(wait(SOME, Duration.ofMinutes(1), load(2), load(2), load(0), load(1), load(0)))
        .isEqualTo(DrainWait.Outcome.IDLE);
    assertThat(told).containsExactly(2L, 1L);
  }

  @Test
  void takesOldWorkersWhereTheServerSaysNothing() {
    assertThat(wait(NONE, Duration.ofMinutes(1), UNKNOWN))
        .isEqualTo(DrainWait.Outcome.WORKERS_ENDED);
    assertThat(wait(SOME, Duration.ofMillis(20), UNKNOWN)).isEqualTo(DrainWait.Outcome.TIMED_OUT);
    assertThat(told).containsExactly(-1L);
  }

  @Test
  void isDoneWhenTheServerIsGone() {
    assertThat(wait(SOME, Duration.ofMinutes(1), load(1), new ServerLoad(ServerLoad.State.GONE, 0)))
        .isEqualTo(DrainWait.Outcome.GONE);
  }

  @Test
  void isNotSureOfAServerThatWasGoneOnce() {
    ServerLoad gone = new ServerLoad(ServerLoad.State.GONE, 0);

    assertThat(wait(SOME, Duration.ofMillis(20), gone, gone, load(1)))
        .isEqualTo(DrainWait.Outcome.TIMED_OUT);
  }

  @Test
  void knowsNothingWhereNginxIsNotAsItShouldBe() {
    assertThat(wait(OldWorkers.UNKNOWN, Duration.ofMillis(20), UNKNOWN))
        .isEqualTo(DrainWait.Outcome.TIMED_OUT);
  }

  @Test
  void takesOnlyTheWordOfTheServersOwnMachineThatItIsGone() {
    assertThat(ServerLoad.ask("127.0.0.1:1", null).state()).isEqualTo(ServerLoad.State.GONE);
    assertThat(ServerLoad.ask("no-such-host.invalid:8000", null)).isEqualTo(UNKNOWN);
  }

  @Test
  void givesUpInTheEnd() {
    assertThat(wait(NONE, Duration.ofMillis(20), load(1))).isEqualTo(DrainWait.Outcome.TIMED_OUT);
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
