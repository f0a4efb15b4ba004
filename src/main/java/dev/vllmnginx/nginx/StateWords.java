package dev.vllmnginx.nginx;

import dev.vllmnginx.process.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a state of the master means for somebody who wants to change what it serves. */
final class StateWords {
  /** How a person does things where this nginx runs. */
  interface Commands {
    /** Runs a line of shell there. */
    String shell(String line);

    /** Starts nginx with its main file, after the process was ended; a clause. */
    String startInstead(long pid);
  }

  private final NginxSetup setup;
  private final Commands commands;

  StateWords(NginxSetup setup, Commands commands) {
    this.setup = setup;
    this.commands = commands;
  }

  /** For an nginx of this machine. */
  static StateWords local(NginxSetup setup, Path program) {
    return new StateWords(
        setup,
        new Commands() {
          @Override
          public String shell(String line) {
            return line;
          }

          @Override
          public String startInstead(long pid) {
            return "stop it, `kill -QUIT %d` (a service: `systemctl stop nginx`), then run this again"
                    .formatted(pid)
                + " with --start, which runs `%s -c %s`".formatted(program, setup.mainFile());
          }
        });
  }

  LiveNginx.State of(MasterState state) {
    if (state instanceof MasterState.Running running) {
      return running(running.master());
    } else if (state instanceof MasterState.NotRunning) {
      return new LiveNginx.State.Stopped("");
    } else if (state instanceof MasterState.StalePid stale) {
      return stopped(
          stale.file() + " names process " + stale.pid() + ", which has ended", stale.actual());
    } else if (state instanceof MasterState.EmptyPid empty) {
      return stopped(empty.file() + " holds no process number", empty.actual());
    } else if (state instanceof MasterState.MissingPid missing) {
      return stopped(missing.file() + " is missing", missing.actual());
    } else if (state instanceof MasterState.ForeignPid foreign) {
      return foreign(foreign);
    } else if (state instanceof MasterState.OrphanWorkers orphans) {
      return orphans(orphans);
    } else if (state instanceof MasterState.OtherConfiguration other) {
      return other(other);
    }
    MasterState.Unknown unknown = (MasterState.Unknown) state;
    return unsafe(
        "process "
            + unknown.process().pid()
            + ", which "
            + unknown.file()
            + " names, belongs to another user",
        "run this as root, or as the user who started nginx");
  }

  private static LiveNginx.State running(NginxMaster master) {
    if (!master.process().replaced()) {
      return new LiveNginx.State.Running(
          new LiveNginx.Master(master.pid(), master.process().start().toEpochMilli()));
    }
    return unsafe(
        "the program file of the nginx that runs as process "
            + master.pid()
            + " was replaced, so that its modules may no longer fit",
        "restart nginx, `systemctl restart nginx`, or replace it without a pause: https://nginx.org/en/docs/control.html#upgrade");
  }

  private LiveNginx.State stopped(String detail, @Nullable NginxMaster actual) {
    return actual == null
        ? new LiveNginx.State.Stopped(detail)
        : unsafe(detail + ", but nginx runs as process " + actual.pid(), rightNumber(actual));
  }

  private String rightNumber(NginxMaster actual) {
    return "`"
        + commands.shell("echo " + actual.pid() + " > " + setup.pidFile())
        + "`, then run this again";
  }

  private LiveNginx.State foreign(MasterState.ForeignPid foreign) {
    NginxMaster actual = foreign.actual();
    return unsafe(
        foreign.file()
            + " names process "
            + foreign.stranger().pid()
            + " ("
            + shown(foreign.stranger())
            + "), which is not nginx's master",
        actual == null
            ? "`" + commands.shell("rm " + foreign.file()) + "`, then run this again"
            : rightNumber(actual));
  }

  private LiveNginx.State orphans(MasterState.OrphanWorkers orphans) {
    String pids =
        orphans.workers().stream()
            .map(worker -> Long.toString(worker.pid()))
            .collect(Collectors.joining(" "));
    return unsafe(
        "nginx's master was killed; its workers still serve the old configuration (processes "
            + pids
            + ") and nobody can tell them to change",
        "`"
            + commands.shell("kill -QUIT " + pids)
            + "` lets them finish their requests and take no new ones",
        "then run this again with --start");
  }

  private LiveNginx.State other(MasterState.OtherConfiguration other) {
    return unsafe(
        "the nginx that runs as process "
            + other.master().pid()
            + " was started with "
            + other.master().configFile()
            + ", so a reload would read that and not "
            + other.expected(),
        commands.startInstead(other.master().pid()));
  }

  private static String shown(RunningProcess process) {
    String plain = process.command().replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= 60 ? plain : plain.substring(0, 57) + "...";
  }

  private static LiveNginx.State.Unsafe unsafe(String reason, String... advice) {
    return new LiveNginx.State.Unsafe(reason, List.of(advice));
  }
}
