package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.process.RunningProcess;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * An nginx in a Docker container of this machine. All that is asked of it and done to it goes
 * through {@code docker exec}: its processes have other numbers outside, its status listener may
 * not be reachable, and its files need not be visible.
 */
public final class ContainerNginx implements LiveNginx {
  private static final Duration TEST = ConfigTest.TIMEOUT;
  private static final Duration START = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 100;

  private final DockerContainer container;
  private final DockerContainer.Facts facts;
  private final NginxBuild build;
  private final NginxSetup setup;
  private final ProcessTable processes;
  private final ContainerStatus status;

  private ContainerNginx(
      DockerContainer container, DockerContainer.Facts facts, NginxBuild build, NginxSetup setup) {
    this.container = container;
    this.facts = facts;
    this.build = build;
    this.setup = setup;
    this.processes = new ContainerProcesses(container);
    this.status = new ContainerStatus(container, facts.hostNetwork());
  }

  /**
   * The nginx in a container, whose main file lies in a directory that the container shares with
   * this machine.
   *
   * @param name of the container
   * @param mainFile on this machine: {@code ROOT/current/nginx.conf}, of which {@code ROOT} exists;
   *     or one that includes a release, whose directory exists
   * @param content a file that says what the main file says of nginx itself
   * @throws WorldException when there is no such container, it does not see the directory, or has
   *     no nginx
   */
  public static ContainerNginx of(
      String name, Path mainFile, Path content, ProgramRunner programs) {
    DockerContainer container = new DockerContainer(name, programs);
    DockerContainer.Facts facts = container.facts();
    Path parent = Objects.requireNonNull(mainFile.getParent());
    Path root = parent.endsWith("current") ? parent.resolveSibling("").normalize() : parent;
    Path inside = new ContainerMounts(name, facts).inside(root);
    NginxBuild build = build(container, facts);
    NginxSetup there = MainFile.setup(mainFile, content, build);
    // Every worker in a container is of its nginx, whatever its port.
    NginxSetup setup =
        new NginxSetup(
            inside.resolve(root.relativize(mainFile)), there.pidFile(), there.errorLog(), Set.of());
    return new ContainerNginx(container, facts, build, setup);
  }

  private static NginxBuild build(DockerContainer container, DockerContainer.Facts facts) {
    ProgramResult said =
        facts.running()
            ? container.exec(TEST, List.of("nginx", "-V"))
            : container.docker("run", "--rm", "--entrypoint", "nginx", facts.image(), "-V");
    return NginxBuild.parse(said.stderr() + "\n" + said.stdout())
        .orElseThrow(
            () ->
                new WorldException(
                    WorldException.Kind.USAGE,
                    "there is no nginx in the container "
                        + container.name()
                        + ": "
                        + said.stderr().strip(),
                    null));
  }

  @Override
  public Path program() {
    return Path.of("nginx");
  }

  @Override
  public List<String> showing() {
    String name = container.name();
    return List.of("docker exec " + name + " nginx -t -c " + mainFile(), "docker top " + name);
  }

  @Override
  public boolean sharesNetwork() {
    return facts.hostNetwork();
  }

  @Override
  public Path mainFile() {
    return setup.mainFile();
  }

  @Override
  public Path inside(Path here) {
    return new ContainerMounts(container.name(), facts).inside(here);
  }

  @Override
  public State state() {
    DockerContainer.Facts now = container.facts();
    if (!now.running()) {
      return new State.Stopped("the container " + container.name() + " is " + now.status());
    }
    return new StateWords(setup, new ContainerCommands(container.name(), setup.mainFile()))
        .of(find());
  }

  private MasterState find() {
    return finder().find(setup.pidFile(), setup.mainFile(), setup.ports());
  }

  private MasterFinder finder() {
    return new MasterFinder(processes, build, this::readIfThere);
  }

  private Optional<String> readIfThere(Path file) {
    ProgramResult result =
        container.script("[ ! -e \"$1\" ] || { echo x; cat \"$1\"; }", "" + file);
    if (!result.succeeded()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot read " + file + " in the container: " + result.stderr().strip(),
          null);
    }
    return result.stdout().isEmpty()
        ? Optional.empty()
        : Optional.of(result.stdout().substring(1).strip());
  }

  @Override
  public ConfigTestResult test(Path mainFile, RenderedTree tree) {
    Path inside = inside(mainFile);
    Path directory = Objects.requireNonNull(inside.getParent());
    ProgramResult result =
        container.facts().running()
            ? testInIt(inside, MainFile.setup(mainFile, mainFile, build).pidFile())
            : beside("nginx", "-t", "-c", inside.toString());
    return ConfigTest.judge(tree, directory, result, TEST);
  }

  private ProgramResult testInIt(Path file, Path pidFile) {
    boolean hadPidFile = readIfThere(pidFile).isPresent();
    ProgramResult result = container.exec(TEST, List.of("nginx", "-t", "-c", file.toString()));
    if (!hadPidFile) {
      // nginx makes an empty one when it tests.
      container.script("[ -s \"$1\" ] || rm -f \"$1\"", pidFile.toString());
    }
    return result;
  }

  /** In a container that goes away, with the files and the image of the one that does not run. */
  private ProgramResult beside(String program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("run", "--rm", "--volumes-from", container.name()));
    command.addAll(List.of("--entrypoint", program, facts.image()));
    command.addAll(List.of(arguments));
    return container.docker(command.toArray(String[]::new));
  }

  @Override
  public void reload(Master master) {
    ProgramResult result =
        finder().again(master, setup.mainFile()).isPresent() ? hangUp(master) : null;
    if (result == null || !result.succeeded()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "nginx's master process "
              + master.pid()
              + " in the container "
              + container.name()
              + (result == null ? " is no longer there" : " takes no signal: " + result.stderr()),
          null);
    }
    status.forget();
  }

  /** A pid file that nginx has moved in vain, it does not move back: it is written anew. */
  private ProgramResult hangUp(Master master) {
    return container.script(
        "[ -e \"$2\" ] || echo \"$1\" >\"$2\"; kill -s HUP \"$1\"",
        Long.toString(master.pid()),
        setup.pidFile().toString());
  }

  @Override
  public List<Worker> allWorkers(Master master) {
    List<RunningProcess> all = processes.all();
    return all.stream()
        .filter(found -> found.pid() == master.pid())
        .findFirst()
        .map(found -> new NginxMaster(found, setup.mainFile()).workers(all))
        .orElse(List.of());
  }

  @Override
  public byte[] read(Path file) throws IOException {
    ProgramResult result =
        container.facts().running()
            ? container.exec(TEST, List.of("cat", file.toString()))
            : beside("cat", file.toString());
    if (!result.succeeded()) {
      throw new IOException(result.stderr().strip());
    }
    return result.stdout().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Optional<Set<Long>> processesHere() {
    return Optional.empty();
  }

  @Override
  public ReleaseAnswer askRelease(LocalAddress address, Duration timeout) throws IOException {
    return status.ask(address, timeout);
  }

  @Override
  public Optional<String> askReplicas(LocalAddress address, Duration timeout) {
    return status.replicas(address, timeout);
  }

  /** A size; where the log goes to the container's own output, as in the official image, a time. */
  @Override
  public long errorLogEnd() {
    String size =
        container
            .script("[ ! -f \"$1\" ] || wc -c <\"$1\"", setup.errorLog() + "")
            .stdout()
            .strip();
    return size.isEmpty() ? System.currentTimeMillis() : Long.parseLong(size);
  }

  @Override
  public List<NginxMessage> errorsSince(long errorLogEnd) {
    ProgramResult log =
        container.script(
            "[ ! -f \"$1\" ] || { echo; tail -c +\"$2\" \"$1\"; }",
            setup.errorLog().toString(),
            Long.toString(errorLogEnd + 1));
    if (!log.stdout().isEmpty()) {
      return ErrorLog.errors(setup.mainFile(), log.stdout().substring(1));
    }
    String since = "%d.%03d".formatted(errorLogEnd / 1000, errorLogEnd % 1000);
    return ErrorLog.errors(
        setup.mainFile(), container.docker("logs", "--since", since, container.name()).stderr());
  }

  @Override
  public Started start() {
    boolean ranBefore = container.facts().running();
    Runnable takeBack = ranBefore ? () -> {} : this::stop;
    ProgramResult result = container.docker("start", container.name());
    long end = System.nanoTime() + START.toNanos();
    State state = new State.Stopped("");
    try {
      while (result.succeeded() && System.nanoTime() < end) {
        state = state();
        if (state instanceof State.Running running) {
          return new Started(running.master(), takeBack);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String said =
        state instanceof State.Unsafe unsafe
            ? unsafe.reason()
            : result.stderr() + container.docker("logs", "--tail", "5", container.name()).stderr();
    WorldException failure =
        new WorldException(
            WorldException.Kind.IO,
            "nginx did not start in the container " + container.name() + ": " + said.strip(),
            null);
    try {
      takeBack.run();
    } catch (WorldException e) {
      failure.addSuppressed(e);
    }
    throw failure;
  }

  private void stop() {
    ProgramResult result = container.docker("stop", container.name());
    if (!result.succeeded()) {
      throw new WorldException(
          WorldException.Kind.IO,
          "the container " + container.name() + " does not stop: " + result.stderr().strip(),
          null);
    }
  }
}
