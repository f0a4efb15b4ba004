package dev.vllmnginx.testing;

import dev.vllmnginx.process.ProgramRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A root of releases, a catalog, and the nginx that serves it when it has been started. */
public final class ServedGateway implements AutoCloseable {
  private final ServedMachine machine;
  private final Path directory;
  private final Path pidFile;
  private final int port = NginxGateway.freePort();
  private final int statusPort = NginxGateway.freePort();

  private String target = "";

  public ServedGateway(NginxVersion version) {
    machine = ServedMachine.of(version);
    directory = machine.newDirectory();
    pidFile = machine.newPidFile();
  }

  public Path root() {
    return directory.resolve("root");
  }

  public Path catalogFile() {
    return directory.resolve("catalog.yaml");
  }

  public Path pidFile() {
    return pidFile;
  }

  /** Where its logs go. */
  public Path logs() {
    return machine.logs();
  }

  public Path program() {
    return machine.program();
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  public int statusPort() {
    return statusPort;
  }

  /** Catalogs declare this version of nginx from now on. */
  public void declare(String version) {
    target = "version: \"" + version + "\", ";
  }

  /**
   * Writes the catalog: models of these names on one server, and further lines of {@code gateway}.
   */
  public void catalog(String server, List<String> models, String... gateway) {
    StringBuilder text = new StringBuilder("version: 1\n");
    text.append("nginx: {").append(target).append("pid: ").append(pidFile).append("}\n");
    text.append("logging: {access_log: ").append(machine.logs()).append("/access.log, ");
    text.append("error_log: ").append(machine.logs()).append("/error.log}\n");
    text.append("gateway:\n  listen: [\"127.0.0.1:").append(port).append("\"]\n");
    text.append("  status_listen: \"127.0.0.1:").append(statusPort).append("\"\n");
    List.of(gateway).forEach(line -> text.append("  ").append(line).append('\n'));
    text.append("models:\n");
    for (String model : models) {
      text.append("  - name: ").append(model).append("\n    type: chat\n");
      text.append("    servers: [{address: \"").append(server).append("\"}]\n");
    }
    write(text.toString());
  }

  /** Writes the catalog as it is given. */
  public void write(String catalog) {
    write(catalogFile(), catalog);
  }

  /** Writes a file that nginx reads. */
  public void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code vllm-nginx apply} with further arguments. */
  public CommandLineRun apply(String... more) {
    return applyTo(root(), more);
  }

  /** {@code vllm-nginx apply} with a client's API key at hand, and further arguments. */
  public CommandLineRun applyWithKey(String key, String... more) {
    List<String> args = arguments(List.of("apply", catalogFile().toString()), root(), more);
    return CommandLineRun.withEnvironment(Map.of("VLLM_NGINX_API_KEY", key), args);
  }

  /** {@code vllm-nginx apply} of the same catalog to another root. */
  public CommandLineRun applyTo(Path root, String... more) {
    return run(List.of("apply", catalogFile().toString()), root, more);
  }

  /** {@code vllm-nginx rollback} with further arguments. */
  public CommandLineRun rollback(String... more) {
    return run(List.of("rollback"), root(), more);
  }

  /** {@code vllm-nginx status} with further arguments. */
  public CommandLineRun status(String... more) {
    return run(List.of("status"), root(), more);
  }

  private CommandLineRun run(List<String> command, Path root, String... more) {
    return CommandLineRun.of(arguments(command, root, more).toArray(String[]::new));
  }

  private List<String> arguments(List<String> command, Path root, String... more) {
    List<String> args = new ArrayList<>(command);
    args.addAll(List.of("--root", root.toString(), "--nginx", program().toString()));
    args.addAll(List.of(more));
    return args;
  }

  /** The id that {@code current} leads to; empty if there is none. */
  public String current() {
    return link("current");
  }

  /** The id that {@code previous} leads to; empty if there is none. */
  public String previous() {
    return link("previous");
  }

  private String link(String name) {
    try {
      Path link = root().resolve(name);
      return Files.isSymbolicLink(link)
          ? Files.readSymbolicLink(link).getFileName().toString()
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the gateway says that it serves. */
  public String models() {
    return RawHttpClient.plain(port)
        .send("GET /v1/models HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")
        .bodyText();
  }

  /** The id of the release that a worker answers. */
  public String running() {
    String body =
        RawHttpClient.plain(statusPort)
            .send("GET /release HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")
            .bodyText();
    return body.replaceFirst("\\{\"release\":\"([0-9a-f]*)\".*", "$1");
  }

  /** Whether anybody listens where nginx tells which release it runs. */
  public boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), statusPort)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** What {@code nginx -t} returns for what {@code current} leads to. */
  public int test() {
    return ProgramRunner.local()
        .run(
            List.of(
                program().toString(), "-t", "-c", root().resolve("current/nginx.conf").toString()),
            Duration.ofMinutes(1))
        .exitCode();
  }

  /** Everything below the root, by its path, but for the journal and the lock. */
  public List<String> files() {
    try (var found = Files.walk(root())) {
      return found
          .filter(path -> !path.equals(root()))
          .map(path -> root().relativize(path).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The master's process. */
  public Optional<ProcessHandle> master() {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()));
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    Optional<ProcessHandle> master = master();
    master.ifPresent(
        process -> {
          List<ProcessHandle> workers = process.children().toList();
          process.destroy();
          for (int i = 0; i < 100 && process.isAlive(); i++) {
            RecordingBackend.pause(20);
          }
          process.destroyForcibly();
          workers.forEach(ProcessHandle::destroyForcibly);
        });
    try {
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Secrets.requireNoneBelow(directory);
    Secrets.requireNoneBelow(logs());
  }
}
