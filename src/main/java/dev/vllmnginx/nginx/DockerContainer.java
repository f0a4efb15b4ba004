package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Docker container, through the {@code docker} program. */
final class DockerContainer {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** One value a line, then one mount a line: where it is here, a tab, and where in there. */
  private static final String FORMAT =
      "{{.Id}}\n{{.State.Running}}\n{{.State.Status}}\n{{.Config.Image}}\n{{.HostConfig.NetworkMode}}\n"
          + "{{range .Mounts}}{{.Source}}\t{{.Destination}}\n{{end}}";

  /**
   * What Docker says of it.
   *
   * @param id its id
   * @param running whether it runs
   * @param status {@code running}, {@code exited} and the like
   * @param image the name of its image
   * @param hostNetwork whether it shares the network of this machine
   */
  record Facts(
      String id,
      boolean running,
      String status,
      String image,
      boolean hostNetwork,
      List<Mount> mounts) {
    Facts {
      mounts = List.copyOf(mounts);
    }
  }

  /**
   * A directory or file of this machine that a container sees.
   *
   * @param here its path on this machine
   * @param there its path in the container
   */
  record Mount(Path here, Path there) {}

  private final String name;
  private final ProgramRunner programs;

  /**
   * @param name its name or id
   */
  DockerContainer(String name, ProgramRunner programs) {
    if (name.startsWith("-") || name.isEmpty()) {
      throw new WorldException(
          WorldException.Kind.USAGE, "\"" + name + "\" is not the name of a container", null);
    }
    this.name = name;
    this.programs = programs;
  }

  String name() {
    return name;
  }

  /**
   * Asks Docker.
   *
   * @throws WorldException when Docker does not answer or has no such container
   */
  Facts facts() {
    ProgramResult result = docker("container", "inspect", "--format", FORMAT, name);
    if (!result.succeeded()) {
      String said = result.stderr().strip();
      boolean missing = said.toLowerCase(java.util.Locale.ROOT).contains("no such container");
      throw new WorldException(
          missing ? WorldException.Kind.USAGE : WorldException.Kind.IO,
          missing
              ? "there is no container " + name + "; `docker ps -a` lists those that there are"
              : "docker does not answer: " + said,
          null);
    }
    List<String> lines = result.stdout().lines().toList();
    List<Mount> mounts = new ArrayList<>();
    for (String line : lines.subList(5, lines.size())) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        mounts.add(new Mount(Path.of(line.substring(0, tab)), Path.of(line.substring(tab + 1))));
      }
    }
    return new Facts(
        lines.get(0),
        lines.get(1).equals("true"),
        lines.get(2),
        lines.get(3),
        lines.get(4).equals("host"),
        mounts);
  }

  /** Runs a program in it. */
  ProgramResult exec(Duration timeout, List<String> command) {
    List<String> all = new ArrayList<>(List.of("docker", "exec", name));
    all.addAll(command);
    return programs.run(all, timeout);
  }

  /**
   * Runs one of our own shell scripts in it.
   *
   * @param arguments {@code $1} and so on
   */
  ProgramResult script(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "vllm-nginx"));
    command.addAll(List.of(arguments));
    return exec(TIMEOUT, command);
  }

  /** Runs {@code docker} itself. */
  ProgramResult docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return programs.run(command, TIMEOUT);
  }

  /**
   * Where the container sees a path of this machine; empty when it does not.
   *
   * @param here absolute, without symbolic links
   */
  static Optional<Path> inside(Facts facts, Path here) {
    return facts.mounts().stream()
        .filter(mount -> here.startsWith(mount.here()))
        // The innermost mount hides the others.
        .max(java.util.Comparator.comparingInt(mount -> mount.here().getNameCount()))
        .map(mount -> mount.there().resolve(mount.here().relativize(here)).normalize());
  }
}
