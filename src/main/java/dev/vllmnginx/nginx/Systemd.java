package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs nginx as a service of systemd. Where a package brings {@code nginx.service}, that is what
 * runs the gateway, with a drop-in beside the package's files, so that {@code systemctl restart
 * nginx}, a boot and an upgrade of the package all run the live release. Elsewhere a unit of our
 * own does.
 */
final class Systemd {
  /** Exists while systemd is the init system: sd_booted(3). */
  private static final Path BOOTED = Path.of("/run/systemd/system");

  private static final Path UNITS = Path.of("/etc/systemd/system");
  private static final String PACKAGED = "nginx.service";
  private static final String OWN = "vllm-nginx.service";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final ProgramRunner programs;
  private final Path booted;
  private final Path units;

  Systemd(ProgramRunner programs) {
    this(programs, BOOTED, UNITS);
  }

  Systemd(ProgramRunner programs, Path booted, Path units) {
    this.programs = programs;
    this.booted = booted;
    this.units = units;
  }

  /** Whether systemd runs this machine. */
  boolean runs() {
    return Files.isDirectory(booted);
  }

  /**
   * Starts the service, and makes it one that boots. Where that fails, all is as it was before.
   *
   * @param ownMain whether the main file is not the one that nginx reads unless told otherwise
   * @return takes it back: ends the service, and restores its files
   * @throws WorldException when the service runs something else or is to, or systemd does not start
   *     it, with what it said
   */
  Runnable start(NginxBinary nginx, NginxSetup setup, boolean ownMain) {
    UnitState packaged = UnitState.of(PACKAGED, this::systemctl);
    UnitState unit = packaged.isThere() ? packaged : UnitState.of(OWN, this::systemctl);
    UnitFile file =
        new UnitFile(
            units.resolve(packaged.isThere() ? PACKAGED + ".d/vllm-nginx.conf" : unit.name()));
    Optional<String> old = file.read();
    Optional<Path> runs = old.flatMap(UnitFile::mainFile);
    requireFree(unit, file, runs, setup, ownMain);
    Deque<Runnable> done = new ArrayDeque<>();
    try {
      if (!packaged.isThere() || ownMain) {
        String service = service(nginx, setup);
        put(file, packaged.isThere() ? service : unit(service), old, done);
      } else if (runs.isPresent()) {
        // It would start what a gateway with a main file of its own has left, not the package's.
        put(file, null, old, done);
      }
      done.push(() -> require(systemctl("stop", unit.name()), "did not stop"));
      require(systemctl("start", unit.name()), "did not start");
      if (!unit.enabled()) {
        done.push(() -> require(systemctl("disable", unit.name()), "did not disable"));
      }
      require(systemctl("enable", unit.name()), "did not enable");
    } catch (WorldException e) {
      // What kept nginx from starting is the trouble to report.
      takeBack(done).ifPresent(e::addSuppressed);
      throw e;
    }
    return () ->
        takeBack(done)
            .ifPresent(
                e -> {
                  throw e;
                });
  }

  /** One unit runs one nginx: another gateway's is neither mistaken for this one nor replaced. */
  private static void requireFree(
      UnitState unit, UnitFile file, Optional<Path> runs, NginxSetup setup, boolean ownMain) {
    Path other =
        runs.filter(main -> !MasterFinder.isSame(main, setup.mainFile()))
            .filter(main -> main.endsWith("current/nginx.conf"))
            .orElse(null);
    String forget = "`rm " + file.path() + " && systemctl daemon-reload`";
    if (unit.active()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "systemd runs %s already%s, and would start nothing: `systemctl stop %s` ends that%s; then run this again"
              .formatted(
                  unit.name(),
                  other == null ? ", on another configuration" : " with " + other,
                  unit.name(),
                  other == null || !ownMain ? "" : ", " + forget + " keeps it from the next boot"),
          null);
    }
    if (other != null && ownMain) {
      throw new WorldException(
          WorldException.Kind.IO,
          "%s is there for another gateway, %s, which would not boot any more: %s gives that up; then run this again"
              .formatted(file.path(), other, forget),
          null);
    }
  }

  private void put(
      UnitFile file, @Nullable String text, Optional<String> old, Deque<Runnable> done) {
    done.push(
        () -> {
          file.put(old.orElse(null));
          require(systemctl("daemon-reload"), "did not reload its units for");
        });
    file.put(text);
    require(systemctl("daemon-reload"), "did not reload its units for");
  }

  /** Or the next boot would run what does not start. Each step is tried, whatever others do. */
  private static Optional<WorldException> takeBack(Deque<Runnable> done) {
    List<WorldException> failures = new ArrayList<>();
    for (Runnable step : done) {
      try {
        step.run();
      } catch (WorldException e) {
        failures.add(e);
      }
    }
    return failures.stream().findFirst();
  }

  /** An empty value takes back what the package's unit says; then ours follows. */
  private static String service(NginxBinary nginx, NginxSetup setup) {
    String run = UnitFile.word(nginx.path()) + " -c " + UnitFile.word(setup.mainFile());
    return """
        %s: nginx runs the gateway's live release.
        [Service]
        Type=forking
        PIDFile=%s
        ExecStartPre=
        ExecStartPre=%s -t -q
        ExecStart=
        ExecStart=%s
        ExecReload=
        ExecReload=/bin/kill -s HUP $MAINPID
        ExecStop=
        KillMode=mixed
        KillSignal=SIGQUIT
        """
        .formatted(UnitFile.HEADER, setup.pidFile().toString().replace("%", "%%"), run, run);
  }

  private static String unit(String service) {
    return """
        [Unit]
        Description=nginx gateway for vLLM services
        Wants=network-online.target
        After=network-online.target nss-lookup.target

        %s
        [Install]
        WantedBy=multi-user.target
        """
        .formatted(service);
  }

  private ProgramResult systemctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(arguments));
    return programs.run(command, TIMEOUT);
  }

  private static void require(ProgramResult result, String failure) {
    if (!result.succeeded()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "systemd " + failure + " nginx: " + result.stderr().strip(),
          null);
    }
  }
}
