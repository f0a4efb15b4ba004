package dev.vllmnginx.process;

import dev.vllmnginx.diagnostics.WorldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Sends signals, which Java itself cannot but for two of them. */
public final class Signals {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final List<Path> KILL = List.of(Path.of("/bin/kill"), Path.of("/usr/bin/kill"));

  private final ProcessTable processes;
  private final ProgramRunner programs;

  public Signals(ProcessTable processes, ProgramRunner programs) {
    this.processes = processes;
    this.programs = programs;
  }

  /**
   * Sends SIGHUP to a process, if it is still the same one.
   *
   * @return false when that process has ended, also when another one has its number now
   * @throws WorldException when this user may not send it
   */
  public boolean hangUp(RunningProcess process) {
    return send("HUP", process);
  }

  /** The same with SIGTERM. */
  public boolean terminate(RunningProcess process) {
    return send("TERM", process);
  }

  private boolean send(String signal, RunningProcess process) {
    Optional<RunningProcess> now = processes.find(process.pid());
    if (now.isEmpty() || !now.get().isSame(process)) {
      return false;
    }
    ProgramResult result = programs.run(command(signal, process.pid()), TIMEOUT);
    if (!result.succeeded() && processes.find(process.pid()).filter(process::isSame).isPresent()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot signal process " + process.pid() + ": " + result.stderr().strip(),
          null);
    }
    return result.succeeded();
  }

  /** Where there is no such program, as in small containers, every shell has it built in. */
  private static List<String> command(String signal, long pid) {
    String number = Long.toString(pid);
    return KILL.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(kill -> List.of(kill.toString(), "-s", signal, number))
        .orElse(List.of("/bin/sh", "-c", "kill -s \"$1\" \"$2\"", "kill", signal, number));
  }
}
