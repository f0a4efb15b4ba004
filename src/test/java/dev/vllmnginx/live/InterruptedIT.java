package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * An apply of a release that cannot go live, which is killed while it waits for the proof: the
 * links lead to what nginx has never run, and the next command goes back to what it does run.
 */
class InterruptedIT {
  private static final String SERVER = "127.0.0.1:9";
  private static final NginxVersion NGINX = NginxVersion.V1_22;

  @Test
  void theSameCommandAgainSaysThatItCannotGoLive() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NGINX);
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String old = killedInTheProof(gateway, other.getLocalPort());
      String bad = gateway.current();

      CommandLineRun again = gateway.apply();

      assertThat(again.exitCode()).as(again.err()).isEqualTo(3);
      assertThat(again.err()).contains("port " + other.getLocalPort() + " is taken");
      assertServes(gateway, old);
      assertThat(journal(gateway))
          .contains("\"from\":\"" + old + "\",\"to\":\"" + bad + "\",\"outcome\":\"interrupted\"")
          .doesNotContain("\"to\":\"" + bad + "\",\"outcome\":\"found\"")
          .doesNotContain("\"to\":\"" + bad + "\",\"outcome\":\"applied\"");
    }
  }

  @Test
  void whatNginxCannotReloadIsTakenBackToWhatItRuns() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NGINX);
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String old = killedInTheProof(gateway, other.getLocalPort());

      // Without a look at the ports before, as with a zone that had another key.
      Object again =
          CrashingApply.run(
              gateway.catalogFile().toString(), gateway.root(), gateway.program(), step -> {});

      assertThat(again).hasFieldOrPropertyWithValue("from", old).asString().contains("RolledBack");
      assertServes(gateway, old);
      assertThat(gateway.apply().exitCode()).isEqualTo(3);
    }
  }

  @Test
  void aRollbackGoesToWhatNginxRuns() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NGINX);
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String old = killedInTheProof(gateway, other.getLocalPort());

      CommandLineRun back = gateway.rollback();

      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(back.out()).contains("release " + old + " is live");
      assertServes(gateway, old);
    }
  }

  @Test
  void aSwitchThatFailsIsUndone() {
    try (ServedGateway gateway = new ServedGateway(NGINX)) {
      gateway.catalog(SERVER, List.of("eldest"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply().exitCode()).isZero();
      String old = gateway.current();
      List<String> files = gateway.files();
      String before = gateway.previous();
      gateway.catalog(SERVER, List.of("second"));

      for (String step : List.of("link current", "linked current")) {
        assertThatThrownBy(() -> failing(gateway, step))
            .as(step)
            .isInstanceOf(WorldException.class);

        assertServes(gateway, old);
        assertThat(gateway.previous()).as(step).isEqualTo(before);
        assertThat(gateway.files()).as(step).isEqualTo(files);
      }
    }
  }

  private static void failing(ServedGateway gateway, String wanted) {
    boolean[] failed = {false};
    CrashingApply.run(
        gateway.catalogFile().toString(),
        gateway.root(),
        gateway.program(),
        step -> {
          if (step.equals(wanted) && !failed[0]) {
            failed[0] = true;
            throw new WorldException(WorldException.Kind.IO, "no space left", null);
          }
        });
  }

  @Test
  void aJournalThatCannotBeWrittenHidesNoResult() throws IOException {
    try (ServedGateway gateway = new ServedGateway(NGINX)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      Path journal = gateway.root().resolve("journal.jsonl");
      Files.delete(journal);
      Files.createSymbolicLink(journal, Path.of("elsewhere"));
      gateway.catalog(SERVER, List.of("first", "second"));

      CommandLineRun applied = gateway.apply();
      gateway.catalog("no-such-host.invalid:8000", List.of("first"));
      CommandLineRun refused = gateway.apply();

      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(applied.out()).contains(" is live on ");
      assertThat(applied.err()).containsPattern("FAIL write the journal .* cannot write to ");
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(gateway.models()).contains("\"second\"");

      // The next one that can write finds what went live.
      Files.delete(journal);
      gateway.catalog(SERVER, List.of("third"));
      assertThat(gateway.apply().exitCode()).isZero();
      assertThat(journal(gateway)).contains("\"outcome\":\"found\"", "\"outcome\":\"applied\"");
    }
  }

  @Test
  void whereNothingCanBeTakenBackTheCommandsThatAreNamedMendIt() throws Exception {
    try (ServedGateway gateway = new ServedGateway(NGINX)) {
      gateway.catalog(SERVER, List.of("first"));
      assertThat(gateway.apply("--start").exitCode()).isZero();
      String old = gateway.current();
      gateway.catalog(SERVER, List.of("first", "second"));
      ProcessHandle master = gateway.master().orElseThrow();
      List<ProcessHandle> workers = master.children().toList();

      CommandLineRun broken;
      Thread killer = new Thread(() -> killAfterTheSwitch(gateway, old, master), "killer");
      killer.start();
      broken = gateway.apply();
      killer.join();

      assertThat(broken.exitCode()).as(broken.err()).isEqualTo(5);
      String given = " --root " + gateway.root() + " --nginx " + gateway.program();
      String rollback = "vllm-nginx rollback " + old + " --start" + given;
      String apply = "vllm-nginx apply " + gateway.catalogFile() + " --start" + given;
      assertThat(broken.err())
          .contains(
              "hint: " + gateway.program() + " -t -c " + gateway.root() + "/current/nginx.conf\n",
              "hint: ps -eo ",
              "hint: " + rollback + "\n",
              "hint: " + apply + "\n");
      assertThat(gateway.current()).isEqualTo(old);
      workers.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle worker : workers) {
        worker.onExit().get(10, TimeUnit.SECONDS);
      }

      CommandLineRun stopped = gateway.rollback(old);
      CommandLineRun mended = said(rollback);
      assertServes(gateway, old);
      CommandLineRun applied = said(apply);

      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(6);
      assertThat(stopped.err()).contains("hint: `" + rollback + "` starts it, on ");
      assertThat(mended.exitCode()).as(mended.err()).isZero();
      assertThat(mended.err()).contains("check the machine");
      assertThat(applied.exitCode()).as(applied.err()).isZero();
      assertThat(gateway.models()).contains("\"second\"");
    }
  }

  private static void killAfterTheSwitch(ServedGateway gateway, String old, ProcessHandle master) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (gateway.current().equals(old) && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    master.destroyForcibly();
  }

  private static CommandLineRun said(String line) {
    List<String> words = List.of(line.split(" ", -1));
    return CommandLineRun.of(words.subList(1, words.size()).toArray(String[]::new));
  }

  /** The release that is live after an apply of one with a busy port has been killed. */
  private static String killedInTheProof(ServedGateway gateway, int busyPort) throws IOException {
    gateway.catalog(SERVER, List.of("eldest"));
    assertThat(gateway.apply("--start").exitCode()).isZero();
    gateway.catalog(SERVER, List.of("first"));
    assertThat(gateway.apply().exitCode()).isZero();
    String old = gateway.current();
    String catalog = Files.readString(gateway.catalogFile());
    gateway.write(catalog.replaceFirst("(?m)^  listen: \\[", "$0\"127.0.0.1:" + busyPort + "\", "));
    assertThat(CrashIT.crash(gateway, Path.of("/etc/nginx/nginx.conf"), "begin proof").exitCode())
        .isEqualTo(CrashingApply.HALTED);
    assertThat(gateway.current()).isNotEqualTo(old);
    assertThat(gateway.running()).isEqualTo(old);
    return old;
  }

  private static void assertServes(ServedGateway gateway, String release) {
    assertThat(gateway.current()).isEqualTo(release);
    assertThat(gateway.running()).isEqualTo(release);
    assertThat(gateway.models()).contains("\"first\"");
  }

  private static String journal(ServedGateway gateway) throws IOException {
    return Files.readString(gateway.root().resolve("journal.jsonl"));
  }
}
