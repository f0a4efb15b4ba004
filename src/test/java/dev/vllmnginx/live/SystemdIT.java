package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real systemd runs nginx: this machine's own, booted in namespaces. Needs root, systemd, and
 * Debian's nginx with njs, and is left out elsewhere.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class SystemdIT {
  private static final Path BOOT = Path.of("src/test/resources/systemd/boot.sh").toAbsolutePath();
  private static final Path UNIT = Path.of("/lib/systemd/system/nginx.service");
  private static final String DROP_IN = "/etc/systemd/system/nginx.service.d/vllm-nginx.conf";

  private final List<String> inside = new ArrayList<>();
  private Optional<Process> machine = Optional.empty();

  @BeforeAll
  void boot(@TempDir Path work) throws Exception {
    assumeThat(Path.of("/lib/systemd/systemd")).exists();
    assumeThat(UNIT).exists();
    assumeThat(Path.of("/usr/lib/nginx/modules/ngx_http_js_module.so")).exists();
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--pid", "--fork", "--uts", "--ipc"));
    command.addAll(List.of("--cgroup", "--net", "--kill-child", "sh", BOOT.toString()));
    command.addAll(List.of(work.toString(), Path.of("target").toAbsolutePath().toString()));
    Path log = work.resolveSibling(work.getFileName() + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    machine = Optional.of(process);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (inside.isEmpty() && process.isAlive()) {
      assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
      process.descendants().filter(SystemdIT::isSystemd).findFirst().ifPresent(this::enter);
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assumeThat(process.isAlive()).as("may boot: " + Files.readString(log)).isTrue();
    // Degraded: it is up, and a unit that these tests do not ask about has failed.
    List<String> up = List.of("running", "degraded");
    while (!up.contains(run("systemctl", "is-system-running").stdout().strip())) {
      assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
    }
    run("ip", "link", "set", "lo", "up");
  }

  private static boolean isSystemd(ProcessHandle process) {
    return process.info().command().filter(file -> file.endsWith("/systemd/systemd")).isPresent();
  }

  private void enter(ProcessHandle init) {
    inside.addAll(List.of("nsenter", "--target", "" + init.pid(), "--mount", "--pid", "--uts"));
    inside.addAll(List.of("--ipc", "--net", "--cgroup", "--root", "--wd"));
  }

  @AfterAll
  void powerOff() throws InterruptedException {
    if (machine.isPresent()) {
      machine.get().descendants().forEach(ProcessHandle::destroyForcibly);
      machine.get().destroyForcibly().waitFor();
    }
  }

  private ProgramResult run(String... command) {
    List<String> all = new ArrayList<>(inside);
    all.addAll(List.of(command));
    return ProgramRunner.local().run(all, Duration.ofMinutes(1));
  }

  private String said(String... command) {
    ProgramResult result = run(command);
    assertThat(result.exitCode())
        .as(String.join(" ", command) + ": " + result.stdout() + result.stderr())
        .isZero();
    return result.stdout().strip();
  }

  private ProgramResult apply(String root, String model, String... more) {
    String catalog =
        "version: 1\ngateway: {listen: [\"127.0.0.1:8080\"]}\nmodels: [{name: %s, type: chat, servers: [{address: \"127.0.0.1:9\"}]}]\n"
            .formatted(model);
    said("sh", "-c", "printf %s \"$1\" >/root/catalog.yaml", "sh", catalog);
    List<String> command =
        new ArrayList<>(List.of("/mnt/vllm-nginx", "apply", "/root/catalog.yaml", "--root", root));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private String current(String root) {
    return said("readlink", root + "/current").replace("releases/", "");
  }

  @Test
  void runsTheLiveReleaseAsAService() throws IOException {
    ProgramResult failed = failsToStart();
    assertThat(failed.exitCode()).as(failed.stdout() + failed.stderr()).isEqualTo(4);
    assertThat(failed.stderr()).contains("systemd did not start nginx");
    assertThat(run("test", "-e", DROP_IN).exitCode()).isNotZero();

    thePackagesServiceIsUsed("/etc/vllm-nginx");
    aServiceOfOurOwnIsMade("/srv/50% of $it");
  }

  private ProgramResult failsToStart() {
    String other = "/etc/systemd/system/nginx.service.d/zz.conf";
    said(
        "sh",
        "-c",
        "mkdir -p ${1%/*}; printf '[Service]\\nExecStartPre=/bin/false\\n' >$1",
        "sh",
        other);
    ProgramResult failed = apply("/srv/failed", "first", "--start");
    said("rm", other);
    return failed;
  }

  private void thePackagesServiceIsUsed(String root) throws IOException {
    String packaged = Files.readString(UNIT);

    ProgramResult started = apply(root, "first", "--start");
    assertThat(started.exitCode()).as(started.stdout() + started.stderr()).isZero();
    assertThat(said("systemctl", "is-active", "nginx")).isEqualTo("active");
    assertThat(said("systemctl", "is-enabled", "nginx")).isEqualTo("enabled");
    assertThat(said("systemctl", "show", "--value", "-p", "DropInPaths", "nginx"))
        .isEqualTo(DROP_IN);
    String master = said("systemctl", "show", "--value", "-p", "MainPID", "nginx");
    assertThat(said("cat", "/run/nginx.pid")).isEqualTo(master);
    assertThat(said("cat", UNIT.toString())).isEqualTo(packaged.strip());

    ProgramResult changed = apply(root, "second");
    assertThat(changed.exitCode()).as(changed.stdout() + changed.stderr()).isZero();
    assertThat(said("systemctl", "show", "--value", "-p", "MainPID", "nginx")).isEqualTo(master);

    said("systemctl", "restart", "nginx");
    assertThat(said("/mnt/vllm-nginx", "status", "--root", root))
        .contains("runs " + current(root) + ", since ");
    said("systemctl", "reload", "nginx");
    said("systemctl", "stop", "nginx");
    assertThat(apply(root, "second").exitCode()).isEqualTo(6);
    assertThat(apply(root, "third", "--start").exitCode()).isZero();
    said("systemctl", "stop", "nginx");

    String dropIn = said("cat", DROP_IN);
    ProgramResult other = apply("/srv/other", "first", "--start");
    assertThat(other.exitCode()).as(other.stdout() + other.stderr()).isEqualTo(4);
    assertThat(other.stderr()).contains("another gateway, " + root + "/current/nginx.conf");
    assertThat(said("cat", DROP_IN)).isEqualTo(dropIn);
    assertThat(run("systemctl", "is-active", "nginx").stdout().strip()).isEqualTo("inactive");
  }

  private void aServiceOfOurOwnIsMade(String root) {
    // Without its unit systemd makes one of the package's other script.
    said("rm", "-r", UNIT.toString(), "/etc/systemd/system/nginx.service.d", "/etc/init.d/nginx");
    said("systemctl", "daemon-reload");

    ProgramResult started = apply(root, "first", "--start");

    assertThat(started.exitCode()).as(started.stdout() + started.stderr()).isZero();
    assertThat(said("systemctl", "is-active", "vllm-nginx")).isEqualTo("active");
    assertThat(said("systemctl", "is-enabled", "vllm-nginx")).isEqualTo("enabled");
    String master = said("systemctl", "show", "--value", "-p", "MainPID", "vllm-nginx");
    assertThat(said("cat", "/proc/" + master + "/cmdline"))
        .contains("-c " + root + "/current/nginx.conf");
    assertThat(apply(root, "second").exitCode()).isZero();
  }
}
