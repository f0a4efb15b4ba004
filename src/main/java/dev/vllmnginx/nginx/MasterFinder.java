package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.MasterState.EmptyPid;
import dev.vllmnginx.nginx.MasterState.ForeignPid;
import dev.vllmnginx.nginx.MasterState.MissingPid;
import dev.vllmnginx.nginx.MasterState.NotRunning;
import dev.vllmnginx.nginx.MasterState.OrphanWorkers;
import dev.vllmnginx.nginx.MasterState.OtherConfiguration;
import dev.vllmnginx.nginx.MasterState.Running;
import dev.vllmnginx.nginx.MasterState.StalePid;
import dev.vllmnginx.nginx.MasterState.Unknown;
import dev.vllmnginx.process.ListeningSocket;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.RunningProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the master process of one nginx. A pid file alone proves nothing: nginx leaves it behind
 * when it is killed, an empty one appears when a configuration is tested, and the number may be a
 * stranger's by now.
 */
public final class MasterFinder {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

  private final ProcessTable processes;
  private final NginxBuild build;
  private final Function<Path, Optional<String>> pidFiles;

  /**
   * @param build of the nginx that is looked for
   */
  public MasterFinder(ProcessTable processes, NginxBuild build) {
    this(processes, build, MasterFinder::read);
  }

  /**
   * @param pidFiles reads the text of a pid file; empty if there is none
   */
  MasterFinder(
      ProcessTable processes, NginxBuild build, Function<Path, Optional<String>> pidFiles) {
    this.processes = processes;
    this.build = build;
    this.pidFiles = pidFiles;
  }

  /**
   * Looks for it.
   *
   * @param pidFile as the configuration names it ({@code pid})
   * @param configFile the main file that it must have been started with, absolute; where a part of
   *     it is a symbolic link that a release switches, that link and not what it points at
   * @param ports that it listens on, by which workers without a master are known; empty: any
   */
  public MasterState find(Path pidFile, Path configFile, Set<Integer> ports) {
    Optional<String> text = pidFiles.apply(pidFile);
    List<RunningProcess> all = processes.titled(MasterTitle.BEGINNING);
    @Nullable NginxMaster actual = onConfiguration(configFile, all);
    if (text.isEmpty()) {
      return actual != null ? new MissingPid(pidFile, actual) : orphans(all, ports);
    }
    if (!NUMBER.matcher(text.get()).matches()) {
      return withoutMaster(new EmptyPid(pidFile, actual), actual, all, ports);
    }
    long pid = Long.parseLong(text.get());
    Optional<RunningProcess> process = processes.find(pid);
    if (process.isEmpty()) {
      return withoutMaster(new StalePid(pidFile, pid, actual), actual, all, ports);
    }
    RunningProcess found = process.get();
    if (!MasterTitle.isMaster(found)) {
      return withoutMaster(new ForeignPid(pidFile, found, actual), actual, all, ports);
    }
    if (found.program() == null) {
      return new Unknown(pidFile, found);
    }
    if (!isNginx(found)) {
      // Anybody may write this title.
      return new ForeignPid(pidFile, found, actual);
    }
    NginxMaster master = master(found);
    return isSame(master.configFile(), configFile)
        ? new Running(master)
        : new OtherConfiguration(master, configFile);
  }

  /**
   * A master that was found before, if it is still there, whatever its pid file says: nginx moves
   * that file at a reload before it opens its ports, and does not move it back when it cannot.
   *
   * @param configFile as for {@link #find}
   */
  Optional<NginxMaster> again(LiveNginx.Master known, Path configFile) {
    return processes
        .find(known.pid())
        .filter(found -> found.start().toEpochMilli() == known.startMillis())
        .filter(found -> MasterTitle.isMaster(found) && isNginx(found))
        .map(this::master)
        .filter(master -> isSame(master.configFile(), configFile));
  }

  /** A master on a configuration, whatever its pid file says. */
  Optional<NginxMaster> on(Path configFile) {
    return Optional.ofNullable(
        onConfiguration(configFile, processes.titled(MasterTitle.BEGINNING)));
  }

  private MasterState withoutMaster(
      MasterState state,
      @Nullable NginxMaster actual,
      List<RunningProcess> all,
      Set<Integer> ports) {
    if (actual != null) {
      return state;
    }
    MasterState orphans = orphans(all, ports);
    return orphans instanceof OrphanWorkers ? orphans : state;
  }

  private @Nullable NginxMaster onConfiguration(Path configFile, List<RunningProcess> all) {
    return all.stream()
        .filter(found -> MasterTitle.isMaster(found) && isNginx(found))
        .map(this::master)
        .filter(master -> isSame(master.configFile(), configFile))
        .findFirst()
        .orElse(null);
  }

  private NginxMaster master(RunningProcess process) {
    return new NginxMaster(process, MasterTitle.configFile(process, build));
  }

  /** Workers that hold one of the ports and whose parent is no master. */
  private MasterState orphans(List<RunningProcess> all, Set<Integer> ports) {
    Set<Long> masters = new HashSet<>();
    all.stream().filter(MasterTitle::isMaster).forEach(found -> masters.add(found.pid()));
    List<RunningProcess> left =
        all.stream()
            .filter(found -> MasterTitle.isWorker(found) && !masters.contains(found.parent()))
            .toList();
    if (left.isEmpty() || ports.isEmpty()) {
      return left.isEmpty() ? new NotRunning() : new OrphanWorkers(left);
    }
    Set<Long> holders = new HashSet<>();
    for (ListeningSocket socket : processes.listening()) {
      if (ports.contains(socket.port())) {
        holders.addAll(socket.holders());
      }
    }
    List<RunningProcess> orphans =
        left.stream().filter(found -> holders.contains(found.pid())).toList();
    return orphans.isEmpty() ? new NotRunning() : new OrphanWorkers(orphans);
  }

  /** A fork of nginx, or a build with another name, is one too. */
  private static boolean isNginx(RunningProcess process) {
    String program = process.program();
    if (program == null) {
      return false;
    }
    String name = program.substring(program.lastIndexOf('/') + 1);
    return name.startsWith("nginx") || name.equals("openresty") || name.equals("angie");
  }

  /**
   * The same file by the same way: a master that was started on {@code releases/ID/nginx.conf}
   * would read that one for ever, whatever {@code current} points at.
   */
  static boolean isSame(Path a, Path b) {
    if (a.equals(b)) {
      return true;
    }
    // The way to the directory of releases may have several names; from there on it is `current`.
    return tail(a).equals(tail(b)) && sameDirectory(head(a), head(b));
  }

  private static Path tail(Path file) {
    int count = file.getNameCount();
    return file.subpath(Math.max(0, count - 2), count);
  }

  private static @Nullable Path head(Path file) {
    Path parent = file.getParent();
    return parent == null ? null : parent.getParent();
  }

  private static boolean sameDirectory(@Nullable Path a, @Nullable Path b) {
    try {
      return a != null && b != null && Files.isSameFile(a, b);
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<String> read(Path pidFile) {
    try {
      return Optional.of(Files.readString(pidFile, StandardCharsets.ISO_8859_1).strip());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot read the pid file " + pidFile + ": " + e, e);
    }
  }
}
