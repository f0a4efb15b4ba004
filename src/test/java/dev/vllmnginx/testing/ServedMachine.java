package dev.vllmnginx.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.nginx.NginxContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * One version of nginx as if it were installed on this machine: it runs in a container, but among
 * this machine's processes and on its network, and sees the directories of the tests under their
 * own names. So the command line can serve it as it serves any nginx of this machine.
 */
public final class ServedMachine {
  private static final Map<NginxVersion, ServedMachine> MACHINES =
      new EnumMap<>(NginxVersion.class);
  private static final Path WORK = Path.of("target", "served").toAbsolutePath();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final NginxContainer container;
  private final Path directory;
  private final Path run;
  private final Path logs;
  private final Path program;

  private ServedMachine(NginxVersion version) throws IOException {
    String name = version + "-" + ProcessHandle.current().pid();
    directory = Files.createDirectories(WORK.resolve(name));
    run = Files.createDirectories(Path.of("/run/vllm-nginx-tests-" + name));
    logs = Files.createDirectories(Path.of("/var/log/vllm-nginx-tests-" + name));
    container =
        new NginxContainer(
            DockerImageName.parse(version.image()).asCompatibleSubstituteFor("nginx"));
    container.setExposedPorts(List.of());
    container
        .withNetworkMode("host")
        .withCommand("sleep", "3600")
        .withFileSystemBind(directory.toString(), directory.toString(), BindMode.READ_WRITE)
        .withFileSystemBind(run.toString(), run.toString(), BindMode.READ_WRITE)
        .withFileSystemBind(logs.toString(), logs.toString(), BindMode.READ_WRITE)
        .waitingFor(Wait.forSuccessfulCommand("nginx -v"))
        .withCreateContainerCmdModifier(
            command -> Objects.requireNonNull(command.getHostConfig()).withPidMode("host"))
        .start();
    program = directory.resolve("nginx");
    Files.writeString(
        program, "#!/bin/sh\nexec docker exec " + container.getContainerId() + " nginx \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop nginx " + version));
  }

  private void stop() {
    container.stop();
    try {
      Files.deleteIfExists(run);
      for (Path log : List.of(logs.resolve("access.log"), logs.resolve("error.log"), logs)) {
        Files.deleteIfExists(log);
      }
    } catch (IOException e) {
      // Something is left in it; a test has failed.
    }
  }

  /** The machine with that version, started when it is first asked for. */
  public static synchronized ServedMachine of(NginxVersion version) {
    return MACHINES.computeIfAbsent(
        version,
        missing -> {
          NginxHost.of(version);
          try {
            return new ServedMachine(missing);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The program {@code nginx}. */
  public Path program() {
    return program;
  }

  /** A new directory that nginx sees too. */
  public Path newDirectory() {
    try {
      Path made = Files.createDirectories(directory.resolve("served-" + NUMBERS.incrementAndGet()));
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where its logs go. */
  public Path logs() {
    return logs;
  }

  /** A pid file of its own. */
  public Path newPidFile() {
    return run.resolve("nginx-" + NUMBERS.incrementAndGet() + ".pid");
  }
}
