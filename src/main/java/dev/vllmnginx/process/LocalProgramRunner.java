package dev.vllmnginx.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs on this machine. */
final class LocalProgramRunner implements ProgramRunner {
  /** How long streams may stay open after their program has ended. */
  private static final long LINGER_MILLIS = 500;

  @Override
  public ProgramResult run(List<String> command, Duration timeout) {
    Process process = Programs.start(command);
    BoundedOutput stdout = BoundedOutput.drain(process.getInputStream());
    BoundedOutput stderr = BoundedOutput.drain(process.getErrorStream());
    try {
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
      }
      int exitCode = process.waitFor();
      stdout.await(LINGER_MILLIS);
      stderr.await(LINGER_MILLIS);
      return new ProgramResult(exitCode, stdout.text(), stderr.text(), !ended);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      return new ProgramResult(-1, stdout.text(), stderr.text(), true);
    }
  }

  private static void kill(Process process) {
    // The list first: the children of a dead process are no longer found.
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }
}
