package dev.vllmnginx.process;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process as the kernel knows it.
 *
 * @param pid its number
 * @param parent its parent's number; 1 when that has ended
 * @param uid its effective user
 * @param start when it was started, by the kernel's clock: steps of 10 ms, and a clock that is set
 *     later moves it
 * @param program its program file, as seen by the process itself; null when this program may not
 *     know, since the process is another user's
 * @param replaced whether that file was removed or replaced since the process was started
 * @param title its command line: its arguments, or what it says instead
 */
public record RunningProcess(
    long pid,
    long parent,
    long uid,
    Instant start,
    @Nullable String program,
    boolean replaced,
    List<String> title) {
  public RunningProcess {
    title = List.copyOf(title);
  }

  /** Its command line in one line. */
  public String command() {
    return String.join(" ", title);
  }

  /** Whether {@code other} is this very process, not one that got its number later. */
  public boolean isSame(RunningProcess other) {
    return pid == other.pid && start.equals(other.start);
  }
}
