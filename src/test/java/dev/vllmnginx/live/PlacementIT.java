package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.apply.ApplyResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a catalog puts things elsewhere than the release before did. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PlacementIT {
  private static final String SERVER = "127.0.0.1:9";

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void portsLogsAndThePidFileMayMoveWhileClientsAreServed(NginxVersion version) throws IOException {
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway)) {
      String first = gateway.current();
      int another = NginxGateway.freePort();
      int status = NginxGateway.freePort();
      Path pidFile = gateway.pidFile().resolveSibling("moved-" + gateway.pidFile().getFileName());
      Path log = gateway.logs().resolve("moved.log");
      gateway.write(
          Files.readString(gateway.catalogFile())
              .replace("listen: [", "listen: [\"127.0.0.1:" + another + "\", ")
              .replace(":" + gateway.statusPort() + "\"", ":" + status + "\"")
              .replace(gateway.pidFile().toString(), pidFile.toString())
              .replace(gateway.logs().resolve("error.log").toString(), log.toString()));

      CommandLineRun moved = gateway.apply();
      CommandLineRun seen = gateway.status();
      boolean hadOldPidFile = Files.exists(gateway.pidFile());
      String pid = Files.readString(pidFile);
      CommandLineRun again = gateway.apply();
      CommandLineRun back = gateway.rollback();
      CommandLineRun afterwards = gateway.status();
      Files.deleteIfExists(log);

      assertThat(moved.exitCode()).as(moved.err()).isZero();
      assertThat(seen.exitCode()).as(seen.err()).isZero();
      assertThat(hadOldPidFile).isFalse();
      assertThat(again.out()).contains("is live already");
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(afterwards.exitCode()).as(afterwards.err()).isZero();
      assertThat(gateway.current()).isEqualTo(first);
      assertThat(gateway.pidFile()).hasContent(pid.strip());
      assertThat(pidFile).doesNotExist();
      client.assertServed();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** nginx moves the file before it opens its ports, and does not move it back when it cannot. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aReloadThatFailsAfterThePidFileMovedIsTakenBack(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version);
        SteadyClient client = new SteadyClient(gateway)) {
      String first = gateway.current();
      String catalog = Files.readString(gateway.catalogFile());
      String pid = Files.readString(gateway.pidFile());
      int another = NginxGateway.freePort();
      Path pidFile = gateway.pidFile().resolveSibling("taken-" + gateway.pidFile().getFileName());
      String next =
          catalog
              .replace("listen: [", "listen: [\"127.0.0.1:" + another + "\", ")
              .replace(gateway.pidFile().toString(), pidFile.toString());
      gateway.write(next.replace(SERVER, "no-such-host.invalid:1"));
      CommandLineRun refused = gateway.apply();
      boolean hadEmptyFile = Files.exists(pidFile);
      gateway.write(next);

      ApplyResult result = takenAtTheLastMoment(gateway, another);
      String restored = Files.readString(gateway.pidFile());
      gateway.write(catalog.replace("first", "second"));
      CommandLineRun mended = gateway.apply();
      Files.deleteIfExists(pidFile);

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(hadEmptyFile).isFalse();
      assertThat(result)
          .isInstanceOfSatisfying(
              ApplyResult.RolledBack.class,
              back -> {
                assertThat(back.from()).isEqualTo(first);
                assertThat(back.errors()).anyMatch(error -> error.contains("127.0.0.1:" + another));
              });
      assertThat(restored).isEqualTo(pid);
      assertThat(mended.exitCode()).as(mended.err()).isZero();
      assertThat(gateway.previous()).isEqualTo(first);
      client.assertServed();
    }
  }

  private static ApplyResult takenAtTheLastMoment(ServedGateway gateway, int port)
      throws IOException {
    try (ServerSocket taker = new ServerSocket()) {
      return CrashingApply.run(
          gateway.catalogFile().toString(),
          gateway.root(),
          gateway.program(),
          step -> {
            if (step.equals("linked current") && !taker.isBound()) {
              take(taker, port);
            }
          });
    }
  }

  private static void take(ServerSocket taker, int port) {
    try {
      taker.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Two nginxes would need the same ports at the same time: what is printed works, both ways. */
  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void anotherLayoutNeedsAnotherRootAndTheWayThereIsPrinted(NginxVersion version) throws Exception {
    try (ServedGateway gateway = live(version)) {
      Path pidFile = gateway.pidFile().resolveSibling("etc-" + gateway.pidFile().getFileName());
      OtherSite site = new OtherSite(gateway, "etc", pidFile);
      String standalone = Files.readString(gateway.catalogFile());
      List<String> files = gateway.files();
      String another = "127.0.0.1:" + NginxGateway.freePort() + " default_server";
      Files.writeString(site.file("conf.d/site.conf"), "server { listen " + another + "; }\n");
      site.catalog(SERVER, "first", "second");

      CommandLineRun dry;
      CommandLineRun refused;
      try (SteadyClient client = new SteadyClient(gateway)) {
        dry = site.apply("--dry-run");
        refused = site.apply();
        client.assertServed();
      }

      for (CommandLineRun run : List.of(dry, refused)) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
        assertThat(run.err())
            .contains("`nginx.layout: standalone`", "nothing was activated", "--root ANOTHER");
      }
      assertThat(gateway.files()).isEqualTo(files);
      assertThat(site.file("conf.d/vllm-nginx.conf")).doesNotExist();

      follow(gateway, refused.err());
      Path other = gateway.root().resolveSibling("other");
      CommandLineRun included =
          gateway.applyTo(other, "--nginx-conf", site.main().toString(), "--start");
      assertThat(included.exitCode()).as(included.err()).isZero();
      assertThat(site.models()).contains("\"second\"");

      gateway.write(standalone);
      CommandLineRun refusedToo = gateway.applyTo(other, "--nginx-conf", site.main().toString());
      assertThat(refusedToo.exitCode()).as(refusedToo.err()).isEqualTo(6);
      follow(gateway, refusedToo.err());
      CommandLineRun again = gateway.apply("--start");
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(gateway.models()).contains("\"first\"").doesNotContain("\"second\"");
      site.stop();
    }
  }

  /** Runs the first command of the advice, and waits until the status listener is free. */
  private static void follow(ServedGateway gateway, String advice) throws Exception {
    Matcher command = Pattern.compile("`([^`]*)` ends").matcher(advice);
    assertThat(command.find()).as(advice).isTrue();
    assertThat(
            ProgramRunner.local()
                .run(List.of("sh", "-c", command.group(1)), Duration.ofMinutes(1))
                .exitCode())
        .as(command.group(1))
        .isZero();
    for (int i = 0; i < 500 && gateway.listens(); i++) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    assertThat(gateway.listens()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void theWrongMainFileIsNotTouched(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      Path pidFile = gateway.pidFile().resolveSibling("wrong-" + gateway.pidFile().getFileName());
      OtherSite wrong = new OtherSite(gateway, "wrong", pidFile);
      site.catalog(SERVER, "first");
      assertThat(site.apply("--start").exitCode()).isZero();
      site.catalog(SERVER, "second");

      CommandLineRun applied = wrong.apply();
      CommandLineRun status = wrong.status();
      site.catalog(SERVER, "first", "second");
      CommandLineRun right = site.apply();
      CommandLineRun back = wrong.rollback();

      for (CommandLineRun run : List.of(applied, back, status)) {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--nginx-conf " + site.main(), wrong.main().toString());
      }
      assertThat(wrong.file("conf.d/vllm-nginx.conf")).doesNotExist();
      assertThat(right.exitCode()).as(right.err()).isZero();
      assertThat(site.models()).contains("\"second\"");
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void whatSomebodyHasRemovedFromAnotherSiteIsPutBack(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      OtherSite site = new OtherSite(gateway, "etc", gateway.pidFile());
      site.catalog(SERVER, "first");
      assertThat(site.apply("--start").exitCode()).isZero();
      Files.delete(site.file("conf.d/vllm-nginx.conf"));
      site.catalog(SERVER, "second");

      CommandLineRun applied = site.apply();

      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(site.models()).contains("\"second\"");
      assertThat(site.status().exitCode()).isZero();
    }
  }

  private static ServedGateway live(NginxVersion version) {
    ServedGateway gateway = new ServedGateway(version);
    gateway.catalog(SERVER, List.of("first"));
    CommandLineRun started = gateway.apply("--start");
    assertThat(started.exitCode()).as(started.err()).isZero();
    return gateway;
  }
}
