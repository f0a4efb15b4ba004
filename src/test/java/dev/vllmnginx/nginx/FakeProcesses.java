package dev.vllmnginx.nginx;

import dev.vllmnginx.process.ListeningSocket;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.RunningProcess;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Processes that a test makes up. */
final class FakeProcesses implements ProcessTable {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<RunningProcess> processes = new ArrayList<>();
  private final List<ListeningSocket> sockets = new ArrayList<>();

  RunningProcess add(long pid, long parent, String program, String... title) {
    RunningProcess process =
        new RunningProcess(
            pid, parent, 0, START, program.isEmpty() ? null : program, false, List.of(title));
    processes.add(process);
    return process;
  }

  void listens(int port, Long... holders) {
    sockets.add(
        new ListeningSocket(InetAddress.getLoopbackAddress(), port, Arrays.asList(holders)));
  }

  @Override
  public Optional<RunningProcess> find(long pid) {
    return processes.stream().filter(process -> process.pid() == pid).findFirst();
  }

  @Override
  public List<RunningProcess> all() {
    return processes;
  }

  @Override
  public List<ListeningSocket> listening() {
    return sockets;
  }
}
