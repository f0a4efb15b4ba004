package dev.vllmnginx.nginx;

import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.RunningProcess;
import java.nio.file.Path;
import java.util.List;

/**
 * A master process of nginx that runs here.
 *
 * @param process the process
 * @param configFile the main file that it was started with, and reads at each reload
 */
public record NginxMaster(RunningProcess process, Path configFile) {
  public long pid() {
    return process.pid();
  }

  /** Its workers at this moment, the oldest first. */
  public List<Worker> workers(ProcessTable processes) {
    return workers(processes.titled(MasterTitle.BEGINNING));
  }

  /** The same, of processes that were listed already. */
  List<Worker> workers(List<RunningProcess> all) {
    return all.stream()
        .filter(found -> found.parent() == pid() && MasterTitle.isWorker(found))
        .map(found -> new Worker(found.pid(), found.start(), MasterTitle.isShuttingDown(found)))
        .sorted(java.util.Comparator.comparing(Worker::start).thenComparing(Worker::pid))
        .toList();
  }
}
