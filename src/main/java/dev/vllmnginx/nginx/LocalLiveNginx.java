package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProcessTable;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.process.RunningProcess;
import dev.vllmnginx.process.Signals;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The nginx of this machine. */
public final class LocalLiveNginx implements LiveNginx {
  private static final Duration TEST = ConfigTest.TIMEOUT;

  /** nginx tries five times, half a second apart, to get a port. */
  private static final Duration START = Duration.ofSeconds(10);

  private static final long PAUSE_MILLIS = 20;

  /** Bytes of the error log that are read at most. */
  private static final int LOG_LIMIT = 1 << 20;

  private final NginxBinary binary;
  private final NginxSetup setup;
  private final ProcessTable processes;
  private final ProgramRunner programs;
  private final Duration patience;

  public LocalLiveNginx(
      NginxBinary binary, NginxSetup setup, ProcessTable processes, ProgramRunner programs) {
    this(binary, setup, processes, programs, START);
  }

  /**
   * @param patience how long a master may take until it is there
   */
  LocalLiveNginx(
      NginxBinary binary,
      NginxSetup setup,
      ProcessTable processes,
      ProgramRunner programs,
      Duration patience) {
    this.patience = patience;
    this.binary = binary;
    this.setup = setup;
    this.processes = processes;
    this.programs = programs;
  }

  @Override
  public Path program() {
    return binary.path();
  }

  @Override
  public Path mainFile() {
    return setup.mainFile();
  }

  @Override
  public State state() {
    return StateWords.local(setup, program()).of(find());
  }

  private MasterState find() {
    return finder().find(setup.pidFile(), setup.mainFile(), setup.ports());
  }

  private MasterFinder finder() {
    return new MasterFinder(processes, binary.build());
  }

  @Override
  public ConfigTestResult test(Path mainFile, RenderedTree tree) {
    Path pidFile = MainFile.setup(mainFile, mainFile, binary.build()).pidFile();
    boolean hadPidFile = Files.exists(pidFile);
    Path directory = java.util.Objects.requireNonNull(mainFile.toAbsolutePath().getParent());
    List<String> command = new ArrayList<>(List.of(binary.path().toString()));
    if (binary.build().version().isAtLeast(new VersionNumber(1, 19, 5))) {
      command.addAll(List.of("-e", "stderr"));
    }
    command.addAll(List.of("-t", "-c", mainFile.toString()));
    try {
      return ConfigTest.judge(tree, directory, programs.run(command, TEST), TEST);
    } finally {
      if (!hadPidFile) {
        removeEmpty(pidFile);
      }
    }
  }

  /** nginx makes one when it tests; one that is not empty is of an nginx that starts just now. */
  private static void removeEmpty(Path pidFile) {
    try {
      if (Files.exists(pidFile) && Files.size(pidFile) == 0) {
        Files.delete(pidFile);
      }
    } catch (IOException e) {
      // Nobody is misled by it: it holds no number.
    }
  }

  @Override
  public void reload(Master master) {
    RunningProcess process = verified(master);
    restorePidFile(master);
    if (!new Signals(processes, programs).hangUp(process)) {
      throw gone(master);
    }
  }

  private RunningProcess verified(Master master) {
    return finder()
        .again(master, setup.mainFile())
        .map(NginxMaster::process)
        .orElseThrow(() -> gone(master));
  }

  /**
   * nginx does not: to a master whose file has moved in vain, what it had before is nothing new.
   */
  private void restorePidFile(Master master) {
    try {
      if (!Files.exists(setup.pidFile())) {
        Files.writeString(setup.pidFile(), master.pid() + "\n", StandardOpenOption.CREATE_NEW);
      }
    } catch (IOException e) {
      // The signal does not need it; who does is told then what to write.
    }
  }

  private static WorldException gone(Master master) {
    return new WorldException(
        WorldException.Kind.IO,
        "nginx's master process " + master.pid() + " is no longer there",
        null);
  }

  @Override
  public List<Worker> allWorkers(Master master) {
    return processes
        .find(master.pid())
        .map(process -> new NginxMaster(process, setup.mainFile()).workers(processes))
        .orElse(List.of());
  }

  @Override
  public byte[] read(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  @Override
  public Optional<Set<Long>> processesHere() {
    Set<Long> ours = new HashSet<>();
    if (find() instanceof MasterState.Running running) {
      ours.add(running.master().pid());
      running.master().workers(processes).forEach(worker -> ours.add(worker.pid()));
    }
    return Optional.of(ours);
  }

  @Override
  public ReleaseAnswer askRelease(LocalAddress status, Duration timeout) throws IOException {
    LocalHttp.Answer answer = LocalHttp.get(status, "localhost", ReleaseAnswers.PATH, timeout);
    return ReleaseAnswers.parse(answer.body());
  }

  @Override
  public Optional<String> askReplicas(LocalAddress status, Duration timeout) {
    return LocalHttp.find(status, ReleaseAnswers.REPLICAS, timeout);
  }

  @Override
  public long errorLogEnd() {
    try {
      return Files.exists(setup.errorLog()) ? Files.size(setup.errorLog()) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Override
  public List<NginxMessage> errorsSince(long errorLogEnd) {
    try (RandomAccessFile log = new RandomAccessFile(setup.errorLog().toFile(), "r")) {
      // A log that was rotated since is a new one.
      long from = log.length() < errorLogEnd ? 0 : errorLogEnd;
      byte[] bytes = new byte[(int) Math.min(log.length() - from, LOG_LIMIT)];
      log.seek(from);
      log.readFully(bytes);
      return ErrorLog.errors(setup.mainFile(), new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return List.of();
    }
  }

  @Override
  public Started start() {
    Systemd systemd = new Systemd(programs);
    if (systemd.runs()) {
      boolean ownMain = !setup.mainFile().equals(Path.of(binary.build().confPath()));
      return await("", systemd.start(binary, setup, ownMain));
    }
    ProgramResult result =
        programs.run(List.of(program().toString(), "-c", setup.mainFile().toString()), START);
    String said = (result.stderr() + result.stdout()).strip();
    if (!result.succeeded()) {
      throw notStarted(said);
    }
    return await(said, this::end);
  }

  private Started await(String said, Runnable takeBack) {
    try {
      return new Started(awaitMaster(said), takeBack);
    } catch (WorldException e) {
      try {
        takeBack.run();
      } catch (WorldException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private Master awaitMaster(String said) {
    State state = new State.Stopped("");
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (System.nanoTime() < end) {
        state = state();
        if (state instanceof State.Running running) {
          return running.master();
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String found =
        state instanceof State.Unsafe unsafe
            ? unsafe.reason()
            : state instanceof State.Stopped stopped ? stopped.detail() : "";
    throw notStarted(
        Stream.of(said, found).filter(text -> !text.isEmpty()).collect(Collectors.joining("; ")));
  }

  /** Ends a master that was started just now, on a main file that no other had before. */
  private void end() {
    Optional<NginxMaster> started = finder().on(setup.mainFile());
    if (started.isEmpty()) {
      return;
    }
    RunningProcess process = started.get().process();
    new Signals(processes, programs).terminate(process);
    long end = System.nanoTime() + START.toNanos();
    try {
      while (processes.find(process.pid()).filter(process::isSame).isPresent()) {
        if (System.nanoTime() > end) {
          throw new WorldException(
              WorldException.Kind.IO, "nginx, process " + process.pid() + ", does not end", null);
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static WorldException notStarted(String said) {
    return new WorldException(
        WorldException.Kind.IO,
        "nginx did not start" + (said.isEmpty() ? ", and says nothing" : ": " + said),
        null);
  }
}
