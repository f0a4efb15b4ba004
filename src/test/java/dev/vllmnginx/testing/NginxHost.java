package dev.vllmnginx.testing;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HostConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.testcontainers.containers.BindMode;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.nginx.NginxContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A container with one version of nginx in which configurations are tested and run, one after the
 * other: to start a container for each would take most of the tests' time. It shares the machine's
 * network, so that it reaches backends on 127.0.0.1, and a directory, so that files need not be
 * copied.
 */
final class NginxHost {
  private static final Map<NginxVersion, NginxHost> HOSTS = new EnumMap<>(NginxVersion.class);
  private static final Path WORK = Path.of("target", "nginx-under-test").toAbsolutePath();

  private final NginxContainer container;
  private final Path directory;
  private final Path logs;
  private final AtomicInteger trees = new AtomicInteger();

  private NginxHost(NginxVersion version) throws IOException {
    directory = WORK.resolve(version.toString() + "-" + ProcessHandle.current().pid());
    logs = Files.createDirectories(directory.resolve("log"));
    container =
        new NginxContainer(
            DockerImageName.parse(version.image()).asCompatibleSubstituteFor("nginx"));
    container.setExposedPorts(List.of());
    container
        .withNetworkMode("host")
        .withCommand("sleep", "7200")
        .withFileSystemBind(directory.toString(), directory.toString(), BindMode.READ_WRITE)
        .withFileSystemBind(logs.toString(), "/var/log/nginx", BindMode.READ_WRITE)
        .waitingFor(Wait.forSuccessfulCommand("nginx -v"))
        .withCreateContainerCmdModifier(command -> hostConfig(command).withAutoRemove(true))
        .start();
    Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop nginx " + version));
  }

  private static HostConfig hostConfig(CreateContainerCmd command) {
    return Objects.requireNonNull(command.getHostConfig());
  }

  /**
   * The container of that version, started when it is first asked for and kept until the tests end.
   */
  static synchronized NginxHost of(NginxVersion version) {
    return HOSTS.computeIfAbsent(
        version,
        missing -> {
          try {
            checkSetUp();
            return new NginxHost(missing);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Without this, Testcontainers would look for its images for minutes, and ask an old engine for a
   * newer API.
   */
  private static void checkSetUp() {
    if (System.getenv("TESTCONTAINERS_TINYIMAGE_CONTAINER_IMAGE") == null) {
      throw new AssertionError(
          "tests against nginx need an engine and images: run src/bin/test.sh, or eval \"$(sh src/bin/setup-tests.sh)\"");
    }
    String version = System.getenv("DOCKER_API_VERSION");
    if (version != null && System.getProperty("api.version") == null) {
      System.setProperty("api.version", version);
    }
  }

  /** Where nginx in the container writes what goes to its own log directory. */
  Path logs() {
    return logs;
  }

  /** Writes the files into a new directory that the container sees under the same path. */
  Path write(Map<String, byte[]> files) {
    Path tree = directory.resolve("tree-" + trees.incrementAndGet());
    files.forEach((path, bytes) -> write(tree, path, bytes));
    return tree;
  }

  void write(Path tree, String path, byte[] bytes) {
    Path file = tree.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a shell script in the container. */
  ExecResult run(String script) {
    try {
      return container.execInContainer("sh", "-c", script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
