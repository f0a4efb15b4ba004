package dev.vllmnginx.process;

import java.time.Duration;
import java.util.List;

/**
 * Runs a program to its end. The one way by which this product calls other programs, so that tests
 * can stand in for them.
 */
@FunctionalInterface
public interface ProgramRunner {
  /**
   * Runs {@code command}: the program's path and its arguments, each passed as it is and never
   * through a shell. It runs in {@code /}. Messages come in English ({@code LC_ALL=C}); standard
   * input is empty.
   *
   * @param timeout after which the program and all that it started are killed
   * @throws dev.vllmnginx.diagnostics.WorldException when the program cannot be started
   */
  ProgramResult run(List<String> command, Duration timeout);

  /** Runs programs on this machine. */
  static ProgramRunner local() {
    return new LocalProgramRunner();
  }
}
