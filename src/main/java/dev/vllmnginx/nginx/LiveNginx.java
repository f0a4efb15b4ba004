package dev.vllmnginx.nginx;

import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nginx that serves clients, as a program sees it that changes what it serves: on this machine,
 * or in a container. Nothing here trusts a pid file or a return code.
 */
public interface LiveNginx {
  /** What runs at the moment. */
  sealed interface State {
    /** A master that was verified to be this nginx, on the main file that was asked for. */
    record Running(Master master) implements State {}

    /**
     * There is none.
     *
     * @param detail what was found instead, for example a stale pid file; may be empty
     */
    record Stopped(String detail) implements State {}

    /**
     * There is something that must not get a signal: the pid file names a stranger, an nginx runs
     * on another configuration, workers run without a master.
     *
     * @param reason a clause that says what
     * @param advice what a person can do, commands among it
     */
    record Unsafe(String reason, List<String> advice) implements State {
      public Unsafe {
        advice = List.copyOf(advice);
      }
    }
  }

  /**
   * A verified master process.
   *
   * @param pid its number, as signals need it
   * @param startMillis when it was started, in milliseconds since 1970: numbers are given anew
   */
  record Master(long pid, long startMillis) {}

  /**
   * What was started.
   *
   * @param takeBack ends it again, and removes what made it boot; throws a {@link
   *     dev.vllmnginx.diagnostics.WorldException} when it does not end
   */
  record Started(Master master, Runnable takeBack) {}

  /**
   * What a worker says of itself on the status listener.
   *
   * @param release the id of the release that it runs
   * @param worker its process number, comparable with {@link #workers}
   */
  record ReleaseAnswer(String release, long worker) {}

  /** Its program file, for people. */
  Path program();

  /** Commands for people that show what it reads and which processes it has. */
  default List<String> showing() {
    return List.of(
        program() + " -t -c " + mainFile(), "ps -eo pid,ppid,lstart,args | grep '[n]ginx: '");
  }

  /** Whether a port of its is the same port of this machine. */
  default boolean sharesNetwork() {
    return processesHere().isPresent();
  }

  /** The configuration that the running nginx reads, as it is named on its command line. */
  Path mainFile();

  /**
   * Where it sees a file or directory of this machine.
   *
   * @param here exists, absolute
   * @throws dev.vllmnginx.diagnostics.WorldException when it does not see it
   */
  default Path inside(Path here) {
    return here;
  }

  /** What runs at the moment, verified anew on every call. */
  State state();

  /**
   * {@code nginx -t} of a release as the serving nginx would read it, with its real paths and
   * ports, and without a trace: no empty pid file stays behind.
   *
   * @param mainFile the main file that includes the release
   * @param tree the release, in which messages are placed
   */
  ConfigTestResult test(Path mainFile, RenderedTree tree);

  /**
   * Tells the master to read its configuration anew (SIGHUP), after having verified it again.
   *
   * @throws dev.vllmnginx.diagnostics.WorldException when it is no longer there or may not be
   *     signalled
   */
  void reload(Master master);

  /**
   * Its workers that accept connections; those that only finish old requests are not among them.
   */
  default Set<Long> workers(Master master) {
    return allWorkers(master).stream()
        .filter(worker -> !worker.shuttingDown())
        .map(Worker::pid)
        .collect(Collectors.toSet());
  }

  /** All its workers, the oldest first. */
  List<Worker> allWorkers(Master master);

  /**
   * Reads a file as this nginx sees it.
   *
   * @throws IOException when it is not there or may not be read
   */
  byte[] read(Path file) throws IOException;

  /**
   * The numbers of all its processes; none when it does not run. Empty when it has another network
   * than this program, so that ports mean something else to it.
   */
  Optional<Set<Long>> processesHere();

  /**
   * Asks over a new connection which release the worker runs that happens to accept it.
   *
   * @throws IOException when nobody answers, or somebody else does
   */
  ReleaseAnswer askRelease(LocalAddress status, Duration timeout) throws IOException;

  /**
   * What it knows of the servers' health, as JSON; empty when it does not watch any, does not
   * answer, or its status listener is in a network of its own.
   */
  Optional<String> askReplicas(LocalAddress status, Duration timeout);

  /** Where its error log ends now; {@link #errorsSince} reads on from there. */
  long errorLogEnd();

  /** What it has logged since, errors and worse ({@code [emerg]} among them). */
  List<NginxMessage> errorsSince(long errorLogEnd);

  /**
   * Starts it on its main file, detached from this program.
   *
   * @throws dev.vllmnginx.diagnostics.WorldException when it does not start, with what it said;
   *     nothing runs then
   */
  Started start();
}
