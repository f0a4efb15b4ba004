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
      long master = Long.parseLong(Files.readString(running.place().pidFile()).strip());
      ProcessHandle.of(master).ifPresent(processes::add);
      processes.addAll(processes.get(0).children().toList());
      assertThat(processes).hasSizeGreaterThan(1);
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
      long pid = Long.parseLong(Files.readString(running.place().pidFile()).strip());
      ProcessHandle master = ProcessHandle.of(pid).orElseThrow();
      workers = master.children().toList();
      master.destroyForcibly();
      for (int i = 0; i < 250 && running.isRunning(); i++) {
        Thread.sleep(20);
      }
      assertThat(running.isRunning()).isFalse();
    }

    assertThat(workers).isNotEmpty();
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
                "worker_processes 2;",
                http
                    + "server { listen "
                    + (port == 0 ? "unix:" + place.socketPrefix() + "0" : "127.0.0.1:" + port)
                    + "; location / { return 200 \"here\\n\"; } }"));
  }
}
