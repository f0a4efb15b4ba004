package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.containers.Container.ExecResult;

/**
 * A real nginx that runs a rendered tree. Its ports are those of the configuration, on this
 * machine's 127.0.0.1. One gateway runs per version at a time.
 */
public final class NginxGateway implements AutoCloseable {
  private static final List<NginxGateway> RUNNING = new CopyOnWriteArrayList<>();

  // A process that has ended and was not waited for stays in /proc, but without its program.
  private static final String WAIT_UNTIL_GONE =
      """
      tries=0
      while [ "$tries" -lt 500 ]; do
        tries=$((tries + 1))
        running=
        for process in /proc/[0-9]*; do
          case "$(readlink "$process/exe")" in */nginx) running=yes ;; esac
        done
        [ -n "$running" ] || break
        sleep 0.02
      done
      [ -z "$running" ] || exit 1
      """;

  /** Bodies and answers that did not fit into memory, if there are any, and what else it left. */
  private static final String FIND_SECRETS =
      "grep -rlE '%s' /var/lib/nginx /var/cache/nginx /run 2> /dev/null || true\n"
          .formatted(Secrets.MARK);

  private final NginxRuntime runtime;
  private final NginxHost host;
  private final Path tree;
  private final Map<String, byte[]> files;
  private final LogFiles logs;
  private final LogFiles wholeLogs;

  private NginxGateway(NginxRuntime runtime, Map<String, byte[]> files) {
    this.runtime = runtime;
    this.host = NginxHost.of(runtime.version());
    this.files = new TreeMap<>(Engines.choose(runtime, files));
    this.tree = host.write(this.files);
    this.logs = new LogFiles(host.logs());
    this.wholeLogs = new LogFiles(host.logs());
  }

  /**
   * Starts nginx on these files. When this returns, its ports are open.
   *
   * @param files path in the tree to content; {@code nginx.conf} is the one that nginx is started
   *     with
   * @throws AssertionError if nginx refuses them, with what it said
   */
  public static NginxGateway start(NginxRuntime runtime, Map<String, byte[]> files) {
    NginxGateway gateway = new NginxGateway(runtime, files);
    ExecResult result =
        gateway.host.run(TestCertificate.putWhereNamed(files) + gateway.command(""));
    if (result.getExitCode() != 0) {
      throw new AssertionError("nginx does not start: " + result.getStderr() + gateway.report());
    }
    RUNNING.add(gateway);
    return gateway;
  }

  /** A port that nobody listens on. */
  public static int freePort() {
    return FreePorts.next();
  }

  /** The version and engine that it runs on. */
  public NginxRuntime runtime() {
    return runtime;
  }

  /**
   * Runs nginx on this configuration with further arguments, for example {@code -t} or {@code -s
   * reload}.
   */
  public ExecResult nginx(String arguments) {
    return host.run(command(arguments));
  }

  private String command(String arguments) {
    return "nginx -c '%s/nginx.conf' %s\n".formatted(tree, arguments);
  }

  /** Runs a shell script where nginx runs, as root. */
  public ExecResult run(String script) {
    return host.run(script);
  }

  /** Resident memory of all workers, in kB. */
  public long workerMemory() {
    String script =
        "for p in /proc/[0-9]*; do grep -q 'nginx: worker' $p/cmdline 2>/dev/null"
            + " && sed -n 's/^VmRSS:[^0-9]*\\([0-9]*\\).*/\\1/p' $p/status; done; true";
    return run(script).getStdout().lines().mapToLong(line -> Long.parseLong(line.strip())).sum();
  }

  /** What the running configuration has in that file. */
  public String file(String path) {
    return new String(files.getOrDefault(path, new byte[0]), UTF_8);
  }

  /** Replaces a file of the running configuration; {@code nginx("-s reload")} makes it count. */
  public void replace(String path, byte[] bytes) {
    files.put(path, bytes);
    host.write(tree, path, bytes);
  }

  /**
   * What the log of that name, in nginx's log directory, has gained since the running test began.
   */
  public String log(String name) {
    return logs.added(name);
  }

  /**
   * Waits up to five seconds until the log holds {@code text}; gives what it has gained since the
   * start.
   */
  public String awaitLog(String name, String text) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!log(name).contains(text) && System.nanoTime() < end) {
      RecordingBackend.pause(10);
    }
    if (!log(name).contains(text)) {
      throw new AssertionError(name + " does not say " + text + " but:\n" + log(name));
    }
    return log(name);
  }

  /**
   * Waits up to five seconds until the log has gained {@code count} lines since the running test
   * began; gives all of them.
   */
  public List<String> awaitLines(String name, int count) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (log(name).lines().count() < count && System.nanoTime() < end) {
      RecordingBackend.pause(10);
    }
    List<String> lines = log(name).lines().toList();
    if (lines.size() < count) {
      throw new AssertionError(name + " has " + lines.size() + " lines, not " + count);
    }
    return lines;
  }

  /** The logs since the running test began, and the files. */
  String report() {
    StringBuilder report = new StringBuilder("\n=== ").append(runtime).append(", logs\n");
    report.append(logs.added()).append("=== files in ").append(tree).append('\n');
    files.forEach(
        (path, bytes) ->
            report
                .append("--- ")
                .append(path)
                .append('\n')
                .append(new String(bytes, UTF_8))
                .append('\n'));
    return report.toString();
  }

  /** Whether it has not been stopped yet. */
  public boolean isRunning() {
    return RUNNING.contains(this);
  }

  static void closeAll() {
    RUNNING.forEach(NginxGateway::close);
  }

  /** From now on logs count as empty. */
  static void forgetLogs() {
    RUNNING.forEach(gateway -> gateway.logs.forget());
  }

  /** The reports of all gateways that run at the moment. */
  static String reports() {
    StringBuilder reports = new StringBuilder();
    RUNNING.forEach(gateway -> reports.append(gateway.report()));
    return reports.toString();
  }

  /**
   * Stops nginx and waits until its ports are closed. Fails if a file that it used or wrote holds a
   * key or a prompt.
   */
  @Override
  public void close() {
    RUNNING.remove(this);
    if (RUNNING.stream().anyMatch(other -> other.host == host)) {
      nginx("-s stop");
    } else {
      ExecResult left = host.run(command("-s stop") + WAIT_UNTIL_GONE + FIND_SECRETS);
      if (left.getExitCode() != 0) {
        throw new AssertionError("nginx does not stop" + report());
      }
      if (!left.getStdout().isBlank()) {
        throw new AssertionError("nginx left files with a secret: " + left.getStdout());
      }
    }
    wholeLogs.requireNoSecrets();
    Secrets.requireNoneBelow(tree);
  }
}
