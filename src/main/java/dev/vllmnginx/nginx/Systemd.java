package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
   * Starts the service, and makes it one that boots.
   *
   * @param ownMain whether the main file is not the one that nginx reads unless told otherwise
   * @throws WorldException when systemd does not start it, with what it said
   */
  void start(NginxBinary nginx, NginxSetup setup, boolean ownMain) {
    boolean packaged = isThere(PACKAGED);
    String unit = packaged ? PACKAGED : OWN;
    Path file = packaged ? units.resolve(PACKAGED + ".d/vllm-nginx.conf") : units.resolve(OWN);
    boolean fresh = (ownMain || !packaged) && !Files.exists(file);
    try {
      if (ownMain || !packaged) {
        String service = service(nginx, setup);
        write(file, packaged ? service : unit(service));
        require(systemctl("daemon-reload"));
      }
      require(systemctl("start", unit));
    } catch (WorldException e) {
      if (fresh) {
        takeBack(file);
      }
      throw e;
    }
    require(systemctl("enable", unit));
  }

  /**
   * What systemd knows, not whether it can show the files of a unit: it cannot while a drop-in was
   * removed that it has read before. A masked unit is one that nobody shall start.
   */
  private boolean isThere(String unit) {
    String state = systemctl("show", "--property=LoadState", "--value", unit).stdout().strip();
    return !state.isEmpty() && !state.equals("not-found") && !state.equals("masked");
  }

  /** Or the next boot would run what does not start. */
  private void takeBack(Path file) {
    try {
      Files.deleteIfExists(file);
      systemctl("daemon-reload");
    } catch (IOException e) {
      // What kept nginx from starting is the trouble to report.
    }
  }

  /** An empty value takes back what the package's unit says; then ours follows. */
  private static String service(NginxBinary nginx, NginxSetup setup) {
    String run = word(nginx.path()) + " -c " + word(setup.mainFile());
    return """
        # Written by `vllm-nginx apply --start`: nginx runs the gateway's live release.
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
        .formatted(setup.pidFile().toString().replace("%", "%%"), run, run);
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

  /** A word of a command line, systemd.service(5): in quotes, specifiers and variables escaped. */
  private static String word(Path path) {
    String text = path.toString();
    String escaped =
        text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$");
    return escaped.matches("[A-Za-z0-9_/.@+-]+") ? escaped : "\"" + escaped + "\"";
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot write " + file + ": " + e, e);
    }
  }

  private ProgramResult systemctl(String... arguments) {
    List<String> command = new ArrayList<>(List.of("systemctl"));
    command.addAll(List.of(arguments));
    return programs.run(command, TIMEOUT);
  }

  private static void require(ProgramResult result) {
    if (!result.succeeded()) {
      throw new WorldException(
          WorldException.Kind.IO, "systemd did not start nginx: " + result.stderr().strip(), null);
    }
  }
}
