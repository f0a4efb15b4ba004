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
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Health of more servers than there can be groups for, and of servers known by a name. */
@OnNginxWithSharedDictionaries
class ManyServersIT {
  private static final int COUNT = 7;
  private static final String MODEL = "watched";

  private final NginxRuntime runtime;
  private final List<RecordingBackend> servers =
      IntStream.range(0, COUNT)
          .mapToObj(number -> RecordingBackend.chat("server-" + number, MODEL))
          .toList();
  private final int port = NginxGateway.freePort();

  ManyServersIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    servers.forEach(RecordingBackend::close);
  }

  /** The last of the servers is a backup. */
  private NginxGateway start(String host, int count) {
    String addresses =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{address: \"%s:%d\"%s%s}"
                        .formatted(
                            host,
                            servers.get(i).port(),
                            i == 1 ? ", weight: 3" : "",
                            i == COUNT - 1 ? ", backup: true" : ""))
            .collect(Collectors.joining(", "));
    NginxGateway nginx =
        NginxGateway.start(
            runtime,
            CompiledCatalog.files(
                """
                version: 1
                nginx: {version: "1.26", njs: "0.8.5"}
                gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
                defaults: {read_timeout: 5s, health: {interval: 500ms, timeout: 300ms}}
                models: [{name: watched, type: chat, servers: [%s]}]
                """
                    .formatted(port, NginxGateway.freePort(), addresses)));
    await("the first round", () -> servers.subList(0, count).stream().noneMatch(this::unasked));
    return nginx;
  }

  private boolean unasked(RecordingBackend server) {
    return server.requests().isEmpty();
  }

  @Test
  void requestsGoToThoseThatAreWellHoweverManyAreOut() {
    try (NginxGateway nginx = start("127.0.0.1", COUNT)) {
      takeOut(nginx, "127.0.0.1", 4, Fault.UNAVAILABLE);
      takeOut(nginx, "127.0.0.1", 3, Fault.HANG);
      List<Integer> met = askAndCount(120);
      assertThat(met.subList(3, 5)).as("requests at those that are out").containsOnly(0);
      assertThat(met.get(COUNT - 1)).as("requests at the backup").isZero();
      assertThat(met.get(1)).as("the one of three times the weight, of %s", met).isBetween(25, 95);
      assertThat(List.of(met.get(0), met.get(2), met.get(5))).as("%s", met).allMatch(n -> n > 3);

      // Not yet found out: nginx goes on to another one, which is well.
      servers.get(0).refuse();
      assertThat(askAndCount(40).subList(3, 5)).containsOnly(0);
      nginx.awaitLog("error.log", servers.get(0).address() + " of watched is out");

      List.of(1, 2).forEach(i -> takeOut(nginx, "127.0.0.1", i, Fault.HANG));
      met = askAndCount(20);
      assertThat(met).as("the last one that is no backup").containsExactly(0, 0, 0, 0, 0, 20, 0);
      takeOut(nginx, "127.0.0.1", 5, Fault.UNAVAILABLE);
      met = askAndCount(20);
      assertThat(met).as("only the backup is left").containsExactly(0, 0, 0, 0, 0, 0, 20);
      takeOut(nginx, "127.0.0.1", 6, Fault.HANG);
      assertThat(ask().status()).isEqualTo(503);

      servers.get(3).fail(Fault.NONE);
      nginx.awaitLog("error.log", servers.get(3).address() + " of watched is back");
      await("the one that is back", () -> ask().status() == 200);
      assertThat(askAndCount(20)).containsExactly(0, 0, 0, 20, 0, 0, 0);
    }
  }

  @Test
  void serversKnownByANameAreAskedWhereRequestsGo() {
    try (NginxGateway nginx = start("localhost", 2)) {
      takeOut(nginx, "localhost", 0, Fault.HANG);
      assertThat(nginx.log("error.log")).containsPattern("is out: (read )?timed out");
      assertThat(askAndCount(20)).startsWith(0, 20);
      servers.get(1).refuse();
      nginx.awaitLog(
          "error.log", "localhost:" + servers.get(1).port() + " of watched is out: connect failed");
      await("the 503", () -> ask().status() == 503);
      servers.get(0).fail(Fault.NONE);
      nginx.awaitLog("error.log", "localhost:" + servers.get(0).port() + " of watched is back");
      await("an answer", () -> ask().status() == 200);
    }
  }

  @Test
  void manyServersKnownByNamesArePickedOneByOne() {
    try (NginxGateway nginx = start("localhost", 6)) {
      takeOut(nginx, "localhost", 4, Fault.UNAVAILABLE);
      assertThat(askAndCount(20).get(4)).isZero();
      takeOut(nginx, "localhost", 3, Fault.HANG);
      List<Integer> met = askAndCount(80);
      assertThat(met.subList(3, 5)).containsOnly(0);
      assertThat(List.of(met.get(0), met.get(1), met.get(2), met.get(5)))
          .as("%s", met)
          .allMatch(count -> count > 2);
    }
  }

  private void takeOut(NginxGateway nginx, String host, int number, Fault fault) {
    servers.get(number).fail(fault);
    nginx.awaitLog("error.log", host + ":" + servers.get(number).port() + " of watched is out");
  }

  /** How many of that many requests each server got; all are answered. */
  private List<Integer> askAndCount(int requests) {
    // Every worker looks at the same memory, but the log came before it was written.
    LockSupport.parkNanos(100_000_000);
    List<Integer> before = servers.stream().map(ManyServersIT::clientRequests).toList();
    for (int i = 0; i < requests; i++) {
      assertThat(ask().status()).isEqualTo(200);
    }
    return IntStream.range(0, COUNT)
        .mapToObj(i -> clientRequests(servers.get(i)) - before.get(i))
        .toList();
  }

  private RawResponse ask() {
    return RawHttpClient.plain(port).post(FaultGateway.CHAT, FaultGateway.body(MODEL, false));
  }

  private static int clientRequests(RecordingBackend server) {
    return (int)
        server.requests().stream()
            .filter(request -> request.requestLine().contains(FaultGateway.CHAT))
            .count();
  }

  private static void await(String what, BooleanSupplier condition) {
    HealthIT.await(what, condition);
  }
}
