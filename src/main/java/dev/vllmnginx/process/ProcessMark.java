package dev.vllmnginx.process;

import java.time.Instant;
import java.util.Optional;

/**
 * A process, so that another one that got its number later is not taken for it.
 *
 * @param pid its number
 * @param start when it was started, in milliseconds since 1970; 0 if the system does not say
 */
record ProcessMark(long pid, long start) {
  static ProcessMark of(ProcessHandle process) {
    return new ProcessMark(process.pid(), startOf(process));
  }

  /** The form in which it goes through a pipe. */
  String format() {
    return pid + " " + start + "\n";
  }

  static ProcessMark parse(String line) {
    int space = line.indexOf(' ');
    return new ProcessMark(
        Long.parseLong(line.substring(0, space)), Long.parseLong(line.substring(space + 1)));
  }

  /** The process, while it runs. */
  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(found -> found.isAlive() && (start == 0 || start == startOf(found)));
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
