package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.Fault;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Servers that nginx watches leave the rotation and come back. */
@OnNginxWithSharedDictionaries
class HealthIT {
  private static final String MODEL = "watched";
  private static final String TIMES = "interval 500ms, timeout 300ms, fails 2, passes 2";

  private final NginxRuntime runtime;
  private final RecordingBackend first = RecordingBackend.chat("first", MODEL);
  private final RecordingBackend second = RecordingBackend.chat("second", MODEL);
  private final RecordingBackend steady = RecordingBackend.chat("steady", "steady");
  private final int port = NginxGateway.freePort();
  private final int statusPort = NginxGateway.freePort();

  HealthIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    List.of(first, second, steady).forEach(RecordingBackend::close);
  }

  /** nginx itself leaves no server out, so that what is left out is so by the health check. */
  private NginxGateway start(String health) {
    NginxGateway nginx =
        NginxGateway.start(
            runtime,
            CompiledCatalog.files(
                """
                version: 1
                nginx: {version: "1.26", njs: "0.8.5"}
                gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
                defaults: {read_timeout: 2s, balance: round_robin, max_fails: 0, health: {%s}}
                models:
                  - {name: watched, type: chat, servers: [{address: "%s"}, {address: "%s"}]}
                  - {name: steady, type: chat, servers: [{address: "%s"}]}
                """
                    .formatted(
                        port,
                        statusPort,
                        health,
                        first.address(),
                        second.address(),
                        steady.address())));
    await("the first round", () -> !first.requests().isEmpty() && !second.requests().isEmpty());
    return nginx;
  }

  @Test
  void aServerThatRefusesLeavesAndComesBack() {
    try (NginxGateway nginx = start("interval: 500ms, timeout: 300ms")) {
      leavesAndComesBack(
          nginx, "refuses", first::refuse, first::accept, 0, "connect failed", false);
    }
  }

  @Test
  void aServerThatSaysItIsBusyLeavesAndComesBack() {
    try (NginxGateway nginx = start("interval: 500ms, timeout: 300ms")) {
      leavesAndComesBack(
          nginx,
          "says 503",
          () -> first.fail(Fault.UNAVAILABLE),
          () -> first.fail(Fault.NONE),
          0,
          "status 503",
          true);
    }
  }

  @Test
  void aServerThatHangsLeavesAndComesBack() {
    try (NginxGateway nginx = start("interval: 500ms, timeout: 300ms")) {
      // One request at a time is sent: the one that waits for the server may fail, hardly more.
      leavesAndComesBack(
          nginx,
          "hangs",
          () -> first.fail(Fault.HANG),
          () -> first.fail(Fault.NONE),
          2,
          "timed out",
          false);
    }
  }

  @Test
  void anEngineThatHangsBehindAGoodHealthIsFoundByARealRequest() {
    try (NginxGateway nginx =
        start("probe: inference, interval: 500ms, timeout: 300ms, fails: 2, passes: 2")) {
      leavesAndComesBack(
          nginx,
          "has an engine that hangs (probe inference)",
          () -> first.fail(Fault.ENGINE_HANGS),
          () -> first.fail(Fault.NONE),
          2,
          "timed out",
          false);
    }
  }

  private void leavesAndComesBack(
      NginxGateway nginx,
      String what,
      Runnable fault,
      Runnable mend,
      int mostFailed,
      String reason,
      boolean reload) {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<int[]> clients = CompletableFuture.supplyAsync(() -> askUntil(stop));
    await("an answer of the first server", () -> clientRequests(first) > 0);
    long start = System.nanoTime();
    fault.run();

    nginx.awaitLog("error.log", first.address() + " of watched is out");
    Duration out = Duration.ofNanos(System.nanoTime() - start);
    assertThat(nginx.log("error.log")).contains(reason);
    // The log comes before the state is kept.
    await("the state", () -> stateOf(0, first).equals("out"));
    if (reload) {
      nginx.nginx("-s reload");
    }
    LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    long met = clientRequests(first);
    int answered = clientRequests(second);
    await("20 answers of the other", () -> clientRequests(second) >= answered + 20);
    assertThat(clientRequests(first)).as("requests at the server that is out").isEqualTo(met);

    long mended = System.nanoTime();
    mend.run();
    nginx.awaitLog("error.log", first.address() + " of watched is back");
    Duration back = Duration.ofNanos(System.nanoTime() - mended);
    await("the first server's share", () -> clientRequests(first) > met);
    assertThat(stateOf(0, first)).isEqualTo("up");
    stop.set(true);
    int[] counts = clients.join();
    assertThat(counts[1]).as("failed of %s", counts[0]).isLessThanOrEqualTo(mostFailed);
    Figures.note(
        runtime, "health: one of two servers " + what + ": out after (" + TIMES + ")", out);
    Figures.note(
        runtime,
        "health: one of two servers " + what + ": requests failed meanwhile",
        "" + counts[1]);
    Figures.note(
        runtime, "health: one of two servers " + what + ", then no more: back after", back);
  }

  /** How many were asked, and how many of them failed. */
  private int[] askUntil(AtomicBoolean stop) {
    int[] counts = new int[2];
    while (!stop.get()) {
      counts[0]++;
      counts[1] += ask(MODEL).status() == 200 ? 0 : 1;
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return counts;
  }

  /** As the status listener has it. */
  private String stateOf(int number, RecordingBackend watched) {
    RawResponse answer = RawHttpClient.plain(statusPort).get("/replicas");
    assertThat(answer.header("Cache-Control")).contains("no-store");
    JsonNode server = new JsonMapper().readTree(answer.body()).at("/models/0/servers/" + number);
    assertThat(server.path("address").asString()).isEqualTo(watched.address());
    return server.path("state").asString();
  }

  private RawResponse ask(String model) {
    return RawHttpClient.plain(port).post(FaultGateway.CHAT, FaultGateway.body(model, false));
  }

  private static int clientRequests(RecordingBackend server) {
    return (int)
        server.requests().stream()
            .filter(request -> request.requestLine().contains(FaultGateway.CHAT))
            .count();
  }

  @Test
  void aModelWhoseServersAreAllOutIsUnavailableAtOnceAndTheOthersAreNot() {
    try (NginxGateway nginx = start("interval: 500ms, timeout: 300ms")) {
      first.fail(Fault.HANG);
      second.fail(Fault.UNAVAILABLE);
      nginx.awaitLog("error.log", first.address() + " of watched is out");
      nginx.awaitLog("error.log", second.address() + " of watched is out");
      await("the first one's state", () -> stateOf(0, first).equals("out"));
      await("the second one's state", () -> stateOf(1, second).equals("out"));
      long start = System.nanoTime();

      RawResponse answer = ask(MODEL);

      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(answer.status()).as("%s", answer).isEqualTo(503);
      assertThat(answer.header("Retry-After")).contains("2");
      assertThat(answer.bodyText()).contains("\"code\":\"model_unavailable\"");
      assertThat(took).isLessThan(Duration.ofSeconds(1));
      assertThat(clientRequests(first) + clientRequests(second)).isZero();
      assertThat(ask("steady").status()).isEqualTo(200);

      first.fail(Fault.NONE);
      nginx.awaitLog("error.log", first.address() + " of watched is back");
      await("an answer", () -> ask(MODEL).status() == 200);
      Figures.note(runtime, "health: all servers out (one hangs): time to the 503", took);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
