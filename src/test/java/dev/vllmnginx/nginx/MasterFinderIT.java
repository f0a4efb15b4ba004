package dev.vllmnginx.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.process.RunningProcess;
import dev.vllmnginx.process.Signals;
import dev.vllmnginx.testing.NginxGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The states of a real nginx, told from Linux's own tables. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class MasterFinderIT {
  private final ProcessTable processes = ProcessTable.local();

  static Stream<NginxBinary> nginxes() {
    return TestNginxes.all();
  }

  @ParameterizedTest
  @MethodSource("nginxes")
  void followsAMasterThroughItsLife(NginxBinary nginx) throws Exception {
    int port = NginxGateway.freePort();
    try (PrivateNginx running = start(nginx, port)) {
      PrivatePlace place = running.place();
      MasterFinder finder = new MasterFinder(processes, nginx.build());

      MasterState state = finder.find(place.pidFile(), place.configFile(), Set.of(port));

      assertThat(state).isInstanceOf(MasterState.Running.class);
      NginxMaster master = ((MasterState.Running) state).master();
      assertThat(master.process().uid()).isEqualTo(uid());
      assertThat(master.process().replaced()).isFalse();
      List<Worker> workers = await(() -> master.workers(processes), 2);
      assertThat(workers).noneMatch(Worker::shuttingDown);

      assertThat(new Signals(processes, ProgramRunner.local()).hangUp(master.process())).isTrue();
      until(
          () -> master.workers(processes).stream().noneMatch(workers::contains),
          "new workers after SIGHUP");

      ProcessHandle.of(master.pid()).orElseThrow().destroyForcibly();
      until(() -> processes.find(master.pid()).isEmpty(), "the master's end");
      MasterState killed = finder.find(place.pidFile(), place.configFile(), Set.of(port));
      assertThat(killed).isInstanceOf(MasterState.OrphanWorkers.class);
      List<RunningProcess> orphans = ((MasterState.OrphanWorkers) killed).workers();
      assertThat(orphans).hasSize(2);

      orphans.forEach(
          orphan -> ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroyForcibly));
      until(
          () -> orphans.stream().allMatch(orphan -> processes.find(orphan.pid()).isEmpty()),
          "the workers' end");
      assertThat(finder.find(place.pidFile(), place.configFile(), Set.of(port)))
          .isEqualTo(new MasterState.StalePid(place.pidFile(), master.pid(), null));
      assertThat(new Signals(processes, ProgramRunner.local()).hangUp(master.process())).isFalse();
    }
  }

  private static PrivateNginx start(NginxBinary nginx, int port) {
    return PrivateNginx.start(
        nginx,
        place ->
            TestTrees.tree(
                place,
                "worker_processes 2;",
                "server { listen 127.0.0.1:" + port + "; location / { return 204; } }"));
  }

  private static long uid() throws IOException {
    return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
  }

  private static <T> List<T> await(java.util.function.Supplier<List<T>> list, int size)
      throws InterruptedException {
    until(() -> list.get().size() == size, size + " of them");
    return list.get();
  }

  private static void until(BooleanSupplier condition, String what) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      Thread.sleep(20);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }
}
