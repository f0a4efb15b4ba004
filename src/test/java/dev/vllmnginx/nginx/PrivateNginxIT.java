package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PrivateNginxIT {
  private static final int WORKERS = 2;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  static Stream<NginxBinary> nginxes() {
    return TestNginxes.all();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void runsAndLeavesNothing(NginxBinary nginx) throws Exception {
    List<Path> seen = new ArrayList<>();
    List<ProcessHandle> processes = new ArrayList<>();
    try (PrivateNginx running = start(nginx, 0, "")) {
      Path directory = running.place().directory();
      seen.add(directory);
      LocalHttp.Answer answer =
          LocalHttp.get(
              new LocalAddress.Unix(directory.resolve("listen-0")), "localhost", "/", TIMEOUT);
      assertThat(answer).isEqualTo(new LocalHttp.Answer(200, "here\n"));
      ProcessHandle master = awaitMaster(running);
      processes.add(master);
      processes.addAll(awaitWorkers(master));
      assertThat(running.isRunning()).isTrue();
    }

    assertThat(seen.get(0)).doesNotExist();
    for (ProcessHandle process : processes) {
      assertThat(runs(process)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void leavesNothingWhenItsMasterWasKilled(NginxBinary nginx) throws Exception {
    List<ProcessHandle> workers;
    try (PrivateNginx running = start(nginx, 0, "")) {
      ProcessHandle master = awaitMaster(running);
      workers = awaitWorkers(master);
      master.destroyForcibly();
      for (int i = 0; i < 250 && running.isRunning(); i++) {
        Thread.sleep(20);
      }
      assertThat(running.isRunning()).isFalse();
    }

    for (ProcessHandle worker : workers) {
      assertThat(runs(worker)).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void saysWhyItDoesNotStart(NginxBinary nginx) throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> start(nginx, port, ""))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("bind() to 127.0.0.1:" + port + " failed");
    }
    assertThatThrownBy(() -> start(nginx, 0, "servre on;"))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("unknown directive \"servre\"");
  }

  /** nginx listens before it writes its pid file, and writes that before it starts workers. */
  private static ProcessHandle awaitMaster(PrivateNginx running) throws Exception {
    Path file = running.place().pidFile();
    for (int i = 0; i < 500 && !(Files.exists(file) && Files.size(file) > 0); i++) {
      Thread.sleep(20);
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip())).orElseThrow();
  }

  private static List<ProcessHandle> awaitWorkers(ProcessHandle master) throws Exception {
    for (int i = 0; i < 500 && master.children().count() < WORKERS; i++) {
      Thread.sleep(20);
    }
    List<ProcessHandle> workers = master.children().toList();
    assertThat(workers).hasSize(WORKERS);
    return workers;
  }

  /** A zombie, which nobody has buried yet, does not run. */
  private static boolean runs(ProcessHandle process) {
    try {
      return !Files.readString(Path.of("/proc/" + process.pid() + "/stat")).contains(") Z");
    } catch (IOException e) {
      return false;
    }
  }

  private static PrivateNginx start(NginxBinary nginx, int port, String http) {
    return PrivateNginx.start(
        nginx,
        place ->
            TestTrees.tree(
                place,
                "worker_processes " + WORKERS + ";",
                http
                    + "server { listen "
                    + (port == 0 ? "unix:" + place.socketPrefix() + "0" : "127.0.0.1:" + port)
                    + "; location / { return 200 \"here\\n\"; } }"));
  }
}
