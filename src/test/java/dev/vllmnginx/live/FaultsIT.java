package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes wrong on real machines, on every nginx: what is promised then, and clients served. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class FaultsIT {
  private static final String SERVER = "127.0.0.1:9";

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void whatNginxCannotHaveIsSaidBefore(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway);
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> files = gateway.files();

      gateway.catalog(SERVER, List.of("first", "second"));
      String catalog = Files.readString(gateway.catalogFile());
      String listen = "listen: [\"127.0.0.1:" + gateway.port() + "\"";
      gateway.write(
          catalog.replace(listen, listen + ", \"127.0.0.1:" + other.getLocalPort() + "\""));
      CommandLineRun port = gateway.apply();
      gateway.write(
          catalog.replace(
              listen + "]",
              listen
                  + "]\n  tls: {listen: [\"127.0.0.1:1\"], certificate: /etc/ssl/no-such.pem,"
                  + " certificate_key: /etc/ssl/no-such.key}"));
      CommandLineRun certificate = gateway.apply();

      assertThat(port.exitCode()).as(port.err()).isEqualTo(3);
      assertThat(port.err())
          .contains("error VN701: gateway.listen[1]: port " + other.getLocalPort() + " is taken")
          .contains("process " + ProcessHandle.current().pid() + " (");
      assertThat(certificate.exitCode()).as(certificate.err()).isEqualTo(3);
      assertThat(certificate.err()).contains("/etc/ssl/no-such.pem", "gateway.tls.certificate");
      assertThat(gateway.files()).isEqualTo(files);
      client.assertServed();
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aWrongPidFileHitsNobody(NginxVersion version) throws Exception {
    Process stranger = new ProcessBuilder("/bin/sleep", "300").start();
    Process gone = new ProcessBuilder("/bin/true").start();
    gone.waitFor();
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway)) {
      List<String> files = gateway.files();
      String right = Files.readString(gateway.pidFile());
      gateway.catalog(SERVER, List.of("first", "second"));

      Files.writeString(gateway.pidFile(), gone.pid() + "\n");
      CommandLineRun stale = gateway.apply();
      Files.writeString(gateway.pidFile(), "");
      CommandLineRun empty = gateway.apply();
      Files.delete(gateway.pidFile());
      CommandLineRun missing = gateway.apply();
      Files.writeString(gateway.pidFile(), stranger.pid() + "\n");
      CommandLineRun foreign = gateway.apply();

      String advice = "`echo " + right.strip() + " > " + gateway.pidFile() + "`";
      for (CommandLineRun refused : List.of(stale, empty, missing, foreign)) {
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
        assertThat(refused.err()).contains("nothing was activated", advice);
      }
      assertThat(stale.err()).contains("names process " + gone.pid() + ", which has ended");
      assertThat(empty.err()).contains("holds no process number");
      assertThat(missing.err()).contains("is missing");
      assertThat(foreign.err()).contains("process " + stranger.pid() + " (/bin/sleep 300)");
      assertThat(stranger.isAlive()).isTrue();
      assertThat(gateway.files()).isEqualTo(files);

      Files.writeString(gateway.pidFile(), right);
      CommandLineRun mended = gateway.apply();
      assertThat(mended.exitCode()).as(mended.err()).isZero();
      client.assertServed();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void workersWithoutAMasterGoOnUntilTheyAreReplaced(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version)) {
      ProcessHandle master = gateway.master().orElseThrow();
      List<ProcessHandle> workers = master.children().toList();
      gateway.catalog(SERVER, List.of("first", "second"));
      CommandLineRun refused;
      CommandLineRun status;
      try (SteadyClient client = new SteadyClient(gateway)) {
        master.destroyForcibly();
        until(() -> !Files.exists(Path.of("/proc/" + master.pid() + "/exe")), "the master's end");

        refused = gateway.apply("--start");
        status = gateway.status();
        client.assertServed();
      }

      String first = gateway.current();
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
      assertThat(refused.err()).contains("nginx's master was killed", "kill -QUIT");
      workers.forEach(worker -> assertThat(refused.err()).contains("" + worker.pid()));
      assertThat(status.exitCode()).isEqualTo(1);
      assertThat(status.err()).contains("nginx's master was killed");

      workers.forEach(ProcessHandle::destroyForcibly);
      until(
          () ->
              workers.stream()
                  .noneMatch(worker -> Files.exists(Path.of("/proc/" + worker.pid() + "/exe"))),
          "the workers' end");
      CommandLineRun stopped = gateway.apply();
      CommandLineRun started = gateway.apply("--start");
      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
      assertThat(stopped.err()).contains("names process " + master.pid() + ", which has ended");
      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(gateway.previous()).isEqualTo(first);
      assertThat(gateway.models()).contains("\"second\"");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void killedWorkersAreReplacedAndServeTheNewRelease(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version)) {
      gateway.master().orElseThrow().children().forEach(ProcessHandle::destroyForcibly);
      gateway.catalog(SERVER, List.of("first", "second"));

      CommandLineRun applied = gateway.apply();

      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(gateway.models()).contains("\"second\"");
      assertThat(gateway.status().exitCode()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void anNginxThatReadsOneReleaseForEverIsNotReloaded(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version)) {
      Path release = gateway.root().resolve("current").toRealPath().resolve("nginx.conf");
      ProcessHandle master = gateway.master().orElseThrow();
      master.destroy();
      until(() -> !Files.exists(Path.of("/proc/" + master.pid() + "/exe")), "the master's end");
      run(gateway.program().toString(), "-c", release.toString());
      until(() -> gateway.master().isPresent(), "another master");
      try (SteadyClient client = new SteadyClient(gateway)) {
        gateway.catalog(SERVER, List.of("first", "second"));

        CommandLineRun refused = gateway.apply();

        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(6);
        assertThat(refused.err()).contains("was started with " + release, "kill -QUIT");
        client.assertServed();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void editedFilesAreSeenAndNeverGoLive(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway)) {
      String first = gateway.current();
      Path edited = gateway.root().resolve("current/conf.d/20-upstreams.conf");
      CommandLineRun before = gateway.status();
      Files.writeString(edited, "servre on;\n", StandardOpenOption.APPEND);
      Files.writeString(edited.resolveSibling("99-mine.conf"), "\n");

      CommandLineRun status = gateway.status();
      gateway.catalog(SERVER, List.of("first", "second"));
      CommandLineRun applied = gateway.apply();
      CommandLineRun back = gateway.rollback();

      assertThat(before.exitCode()).as(before.err()).isZero();
      assertThat(before.out())
          .contains("release   " + first + ", since ")
          .containsPattern("worker    [0-9]+, runs " + first + ", since ");
      assertThat(status.exitCode()).isEqualTo(1);
      assertThat(status.out())
          .contains("edited    conf.d/20-upstreams.conf", "added     conf.d/99-mine.conf");
      assertThat(status.err()).contains("is not as it was written");
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(back.exitCode()).as(back.err()).isEqualTo(2);
      assertThat(back.err()).contains("release " + first + " is not as it was written");
      assertThat(gateway.models()).contains("\"second\"");
      client.assertServed();
    }
  }

  /** nginx says so only after it was told to reload, and only in its log. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aZoneThatHadAnotherKeyIsTakenBack(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway)) {
      String first = gateway.current();
      String catalog = Files.readString(gateway.catalogFile());
      gateway.write(
          catalog
              + "api_keys:\n  - {id: team, sha256: \""
              + "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb\"}\n");
      Matcher zone =
          Pattern.compile("limit_req_zone .* zone=([^:]+:\\S+)")
              .matcher(gateway.apply("--dry-run").out());
      assertThat(zone.find()).isTrue();
      Files.writeString(
          gateway.root().resolve("current/conf.d/10-logging.conf"),
          "limit_req_zone $uri zone=" + zone.group(1) + " rate=1r/s;\n",
          StandardOpenOption.APPEND);
      ProcessHandle master = gateway.master().orElseThrow();
      List<ProcessHandle> old = master.children().toList();
      run("kill", "-HUP", "" + master.pid());
      until(() -> old.stream().noneMatch(ProcessHandle::isAlive), "workers of the edited release");

      CommandLineRun failed = gateway.apply();

      assertThat(failed.exitCode()).as(failed.err()).isEqualTo(4);
      assertThat(failed.err())
          .contains("[emerg] limit_req", "while previously it used the \"$uri\" key")
          .contains("release " + first + " is live");
      assertThat(gateway.current()).isEqualTo(first);
      client.assertServed();
    }
  }

  private static ServedGateway live(NginxVersion version) {
    ServedGateway gateway = new ServedGateway(version);
    gateway.catalog(SERVER, List.of("first"));
    CommandLineRun started = gateway.apply("--start");
    assertThat(started.exitCode()).as(started.err()).isZero();
    return gateway;
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private static void until(BooleanSupplier condition, String what) throws InterruptedException {
    for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(condition.getAsBoolean()).as(what).isTrue();
  }
}
