package dev.vllmnginx.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs beside this one and never outlives it. A guard, a few lines of shell with the
 * command as its arguments, starts it and holds the end of a pipe. When the other end closes, which
 * the kernel sees to even if this program is killed, the guard ends the program and removes its
 * directory.
 */
public final class AttachedProgram implements AutoCloseable {
  /**
   * {@code sh -c GUARD guard DIRECTORY COMMAND…}. Background jobs have no standard input, hence
   * descriptor 3.
   */
  private static final String GUARD =
      """
      directory=$1
      shift
      trap '' INT HUP TERM
      exec 3<&0 </dev/null
      "$@" 3<&- &
      program=$!
      {
        cat <&3 >/dev/null
        kill -TERM $program
        sleep 3
        kill -KILL $program
      } 2>/dev/null >&2 &
      watch=$!
      exec 3<&-
      wait $program
      status=$?
      kill -KILL $watch 2>/dev/null
      rm -rf -- "$directory"
      exit $status
      """;

  /** Puts the guard in a session of its own, out of reach of Ctrl-C and of a kill of the group. */
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  private final Process guard;
  private final BoundedOutput output;
  private final Thread hook;

  private AttachedProgram(Process guard) {
    this.guard = guard;
    this.output = BoundedOutput.drain(guard.getInputStream());
    this.hook = new Thread(this::stop, "stop attached program");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a program.
   *
   * @param command its path and arguments; it ends on SIGTERM
   * @param directory what belongs to it alone, removed when it has ended
   */
  public static AttachedProgram start(List<String> command, Path directory) {
    List<String> guarded = new ArrayList<>();
    if (Files.isExecutable(SETSID)) {
      guarded.add(SETSID.toString());
    }
    guarded.addAll(List.of("/bin/sh", "-c", GUARD, "vllm-nginx-guard", directory.toString()));
    guarded.addAll(command);
    return new AttachedProgram(Programs.start(Programs.builder(guarded).redirectErrorStream(true)));
  }

  public boolean isRunning() {
    return guard.isAlive();
  }

  /** What it wrote on both streams. */
  public String output() {
    return output.text();
  }

  /** Waits for its end. */
  public boolean awaitEnd(Duration time) throws InterruptedException {
    return guard.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the program, waits for that, and leaves nothing of it. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program is ending and the hook runs in any case.
    }
  }

  private void stop() {
    try {
      guard.getOutputStream().close();
      guard.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      // The guard is gone, and with it the program.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
