package dev.vllmnginx.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.fault.FaultGateway.Pair;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container.ExecResult;

/** Names that change, disks that are full, workers that die. */
@OnEveryNginx
class MachineFaultsIT {
  private static final String UPSTREAMS = "conf.d/20-upstreams.conf";
  private static final String LOGGING = "conf.d/10-logging.conf";
  private static final String HOST = "vllm-under-test";

  private final NginxRuntime runtime;
  private final FaultGateway gateway;

  MachineFaultsIT(NginxRuntime runtime) {
    this.runtime = runtime;
    this.gateway = FaultGateway.on(runtime);
  }

  /** Nobody listens on 127.0.0.9: the servers of the tests are on 127.0.0.1. */
  @Test
  void aNameIsLookedUpAgainWithEachReloadAndItsLossKeepsTheOldConfiguration() {
    Pair pair = gateway.pair("named");
    String original = gateway.nginx().file(UPSTREAMS);
    String byName = original.replace(pair.first().address(), HOST + ":" + pair.first().port());
    try {
      nameIs("127.0.0.9");
      reload(UPSTREAMS, byName);
      awaitAnswerFrom(pair.second().name());

      nameIs("127.0.0.1");
      long start = System.nanoTime();
      reload(UPSTREAMS, byName);
      awaitAnswerFrom(pair.first().name());
      Figures.note(
          runtime,
          "F16 a name has a new address: used after the next reload, within",
          Duration.ofNanos(System.nanoTime() - start));

      nameIs("");
      ExecResult test = gateway.nginx().nginx("-t");
      int tested = gateway.nginx().log("error.log").length(); // the test says the same
      gateway.nginx().run("kill -HUP $(cat /run/nginx.pid)");
      HealthIT.await(
          "what the running nginx says",
          () -> errorsSince(tested).contains("host not found in upstream"));
      assertThat(test.getExitCode()).isNotZero();
      assertThat(test.getStderr()).contains("host not found in upstream \"" + HOST);
      for (int i = 0; i < 20; i++) {
        assertThat(gateway.ask(pair.model()).bodyText()).contains(pair.first().name());
      }
      Figures.note(runtime, "F17 the name is gone at a reload: requests failed of 20", "0");
    } finally {
      nameIs("");
      reload(UPSTREAMS, original);
    }
  }

  private String errorsSince(int length) {
    return gateway.nginx().log("error.log").substring(length);
  }

  /** Writes over the file: a container's is a mount, which cannot be renamed. */
  private void nameIs(String address) {
    String line = address.isEmpty() ? "" : "; echo '" + address + " " + HOST + "' >>/etc/hosts";
    ExecResult result =
        gateway
            .nginx()
            .run(
                "set -e; kept=$(grep -v "
                    + HOST
                    + " /etc/hosts); echo \"$kept\" >/etc/hosts"
                    + line);
    assertThat(result.getExitCode()).as(result.getStderr()).isZero();
  }

  private void reload(String path, String text) {
    gateway.nginx().replace(path, text.getBytes(UTF_8));
    gateway.nginx().nginx("-s reload");
  }

  private void awaitAnswerFrom(String server) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    RawResponse answer = gateway.ask("named");
    while (!answer.bodyText().contains(server) && System.nanoTime() < end) {
      answer = gateway.ask("named");
    }
    assertThat(answer.bodyText()).contains(server);
  }

  @Test
  void bodiesNeedNoDisk() {
    Pair pair = gateway.pair("steady");
    gateway.nginx().run("chmod 000 /var/lib/nginx/* /var/cache/nginx/* 2>/dev/null");
    try {
      String body =
          FaultGateway.body("steady", false).replace("[]", "[\"" + "x".repeat(1_900_000) + "\"]");

      RawResponse answer = gateway.client().post(FaultGateway.CHAT, body);

      assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      assertThat(pair.first().onlyRequest().bodyText()).isEqualTo(body);
      Figures.note(runtime, "F25 no temporary file can be written: body of 1.9 MB passes", "yes");
    } finally {
      gateway.nginx().run("chmod 700 /var/lib/nginx/* /var/cache/nginx/* 2>/dev/null");
    }
  }

  @Test
  void trafficGoesOnWhenTheDiskOfTheLogIsFull() {
    String original = gateway.nginx().file(LOGGING);
    String full = original.replace("/var/log/nginx/access.log", "/dev/full");
    assertThat(full).isNotEqualTo(original);
    try {
      reload(LOGGING, full);
      long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (!gateway.nginx().log("error.log").contains("No space left on device")) {
        gateway.slowestOf(1, "steady");
        assertThat(System.nanoTime()).as("the log was never full").isLessThan(end);
      }

      gateway.slowestOf(50, "steady");
      Figures.note(runtime, "F26 the disk of the log is full: requests failed of 50", "0");
    } finally {
      reload(LOGGING, original);
    }
  }

  @Test
  void aWorkerThatIsKilledTakesOnlyItsOwnRequestsAlong() {
    Pair pair = gateway.pair("steady");
    pair.first().stream(20, Duration.ofMillis(50));
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<CompletableFuture<Boolean>> streams = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        streams.add(CompletableFuture.supplyAsync(this::isWhole, clients));
      }
      pair.first().awaitRequests(8);
      String killed = killOneWorker();
      Duration next = gateway.timeOf("aborted");

      long lost = streams.stream().filter(stream -> !stream.join()).count();

      gateway.nginx().awaitLog("error.log", "worker process " + killed + " exited on signal 9");
      assertThat(gateway.ask("aborted").status()).isEqualTo(200);
      Figures.note(
          runtime,
          "F27 a worker is killed: streams lost of 8; next request answered after",
          lost + "; " + Figures.text(next));
    } finally {
      clients.shutdownNow();
    }
  }

  /** A stream whose head had not come when its worker died is lost as well. */
  private boolean isWhole() {
    try {
      return gateway.stream("steady").complete();
    } catch (AssertionError e) {
      return false;
    }
  }

  private String killOneWorker() {
    ExecResult result =
        gateway
            .nginx()
            .run(
                "for p in /proc/[0-9]*; do if grep -q 'nginx: worker' $p/cmdline 2>/dev/null; then"
                    + " kill -9 ${p#/proc/} && echo ${p#/proc/}; exit; fi; done");
    assertThat(result.getStdout().strip()).isNotEmpty();
    return result.getStdout().strip();
  }
}
