package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.fault.FaultGateway.Pair;
import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.Fault;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers that refuse, hang, babble or break off. */
@OnEveryNginx
class ServerFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(3);

  /** nginx rounds times down to whole milliseconds, and its clock is that of its last event. */
  private static final Duration ROUNDED = Duration.ofMillis(20);

  /** Far below a read time-out that was not set. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private final NginxRuntime runtime;
  private final FaultGateway gateway;

  ServerFaultsIT(NginxRuntime runtime) {
    this.runtime = runtime;
    this.gateway = FaultGateway.on(runtime);
  }

  @Test
  void aServerThatRefusesCostsNobodyARequest() {
    Pair pair = gateway.pair("one-refuses");
    gateway.slowestOf(20, pair.model());
    pair.first().refuse();

    Duration slowest = gateway.slowestOf(50, pair.model());

    assertThat(slowest).isLessThan(SOON);
    assertThat(pair.first().requests()).hasSize(20);
    assertThat(pair.second().requests()).hasSize(50);
    Figures.note(runtime, "F01 one of two servers refuses: slowest of 50 requests", slowest);
  }

  @Test
  void aModelWithoutServersIsUnavailableAtOnceAndTheOthersAreNot() {
    Pair pair = gateway.pair("all-refuse");
    pair.both().forEach(RecordingBackend::refuse);
    long start = System.nanoTime();

    RawResponse answer = gateway.ask(pair.model());

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answer.status()).as("%s", answer).isEqualTo(503);
    assertThat(answer.header("Retry-After")).contains("2");
    assertThat(answer.bodyText()).contains("\"code\":\"model_unavailable\"");
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(took).isLessThan(SOON);
    for (int i = 0; i < 3; i++) {
      gateway.timeOf("steady");
      assertThat(gateway.ask(pair.model()).status()).isEqualTo(503);
    }
    Figures.note(runtime, "F02 all servers refuse: time to the 503", took);
  }

  @Test
  void aModelWithOneServerIsBackWithTheServer() {
    Pair pair = gateway.pair("returns");
    pair.first().refuse();
    assertThat(gateway.ask(pair.model()).status()).isEqualTo(503);
    pair.first().accept();

    Duration took = gateway.timeOf(pair.model());

    Figures.note(runtime, "F03 the only server is back: first request after that", took);
  }

  @Test
  void aServerThatSwallowsPacketsCostsTheConnectTimeout() {
    Pair pair = gateway.pair("black-hole");
    Duration took = gateway.timeOf(pair.model());

    assertThat(took)
        .isBetween(FaultGateway.SHORT_CONNECT_TIMEOUT.minus(ROUNDED), FaultGateway.CONNECT_TIMEOUT);
    for (int i = 0; i < 3; i++) {
      assertThat(AccessLog.lineOf(gateway.nginx(), gateway.ask(pair.model())))
          .as("it is left alone for a while")
          .contains("\"upstream\":\"" + pair.second().address() + "\"", "\"tries\":1,");
    }
    Figures.note(
        runtime, "F04 packets vanish: answer of the other server (connect_timeout 300ms)", took);
  }

  @Test
  void aServerThatHangsIsGivenUpAfterTheReadTimeoutAndNobodyElseIsAsked() {
    Pair pair = gateway.pair("hangs");
    pair.first().fail(Fault.HANG);
    long start = System.nanoTime();

    RawResponse answer = gateway.ask(pair.model());

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answer.status()).as("%s", answer).isEqualTo(504);
    assertThat(answer.header("x-should-retry")).contains("false");
    assertThat(answer.bodyText()).contains("\"code\":\"model_timeout\"");
    assertThat(took).isBetween(FaultGateway.READ_TIMEOUT.minus(ROUNDED), GIVEN_UP);
    pair.first().onlyRequest().awaitClientLeft(Duration.ofSeconds(5));
    assertThat(pair.second().requests()).isEmpty();
    Figures.note(
        runtime, "F06 no answer: time to the 504 (read_timeout 1s), 1 request at servers", took);
  }

  /** Until the head is whole, the read time-out counts from the request, not from the last byte. */
  @Test
  void aHeadThatDripsIsGivenUpAfterTheReadTimeout() {
    Pair pair = gateway.pair("drips");
    pair.first().fail(Fault.SLOW_HEAD);
    long start = System.nanoTime();

    RawResponse answer = gateway.ask(pair.model());

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answer.status()).as("%s", answer).isEqualTo(504);
    assertThat(took).isBetween(FaultGateway.READ_TIMEOUT.minus(ROUNDED), GIVEN_UP);
    assertThat(pair.second().requests()).isEmpty();
    Figures.note(runtime, "F07 the head drips: time to the 504 (read_timeout 1s)", took);
  }

  @Test
  void aStreamThatIsResetEndsBroken() {
    assertBroken("resets", Fault.RESET_IN_STREAM);
    gateway.nginx().awaitLog("error.log", "reset by peer)");
    Figures.note(runtime, "F08 reset inside a stream: end of stream faked, request repeated", "no");
  }

  @Test
  void aStreamThatIsClosedEndsBroken() {
    assertBroken("closes", Fault.CLOSE_IN_STREAM);
    gateway.nginx().awaitLog("error.log", "prematurely closed connection");
    Figures.note(runtime, "F09 close inside a stream: end of stream faked, request repeated", "no");
  }

  private void assertBroken(String model, Fault fault) {
    Pair pair = gateway.pair(model);
    pair.first().fail(fault);

    RawResponse answer = gateway.stream(model);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.complete()).as("%s", answer).isFalse();
    assertThat(answer.bodyText()).contains("\"role\":\"assistant\"").doesNotContain("[DONE]");
    pair.first().onlyRequest();
    assertThat(pair.second().requests()).isEmpty();
  }

  @Test
  void aStreamThatStallsIsCutAfterTheReadTimeout() {
    Pair pair = gateway.pair("stalls");
    pair.first().fail(Fault.STALL_IN_STREAM);
    long start = System.nanoTime();

    RawResponse answer = gateway.stream(pair.model());

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answer.complete()).as("%s", answer).isFalse();
    assertThat(took).isBetween(FaultGateway.READ_TIMEOUT.minus(ROUNDED), GIVEN_UP);
    pair.first().onlyRequest().awaitClientLeft(Duration.ofSeconds(5));
    assertThat(pair.second().requests()).isEmpty();
    Figures.note(runtime, "F10 silence inside a stream: cut after (read_timeout 1s)", took);
  }

  @Test
  void aServerThatSaysItIsBusyIsFollowedByTheOther() {
    Pair pair = gateway.pair("loads");
    pair.first().fail(Fault.UNAVAILABLE);

    gateway.slowestOf(20, pair.model());

    assertThat(pair.second().requests()).hasSize(20);
    pair.second().fail(Fault.UNAVAILABLE);
    assertThat(gateway.ask(pair.model()).status()).isEqualTo(503);
    Figures.note(runtime, "F11 one of two servers says 503: requests failed of 20", "0");
  }

  @Test
  void otherErrorsOfAServerPassUnchanged() {
    assertPasses("errs", Fault.INTERNAL_ERROR, 500, "EngineCore encountered an issue.");
    assertPasses("limits", Fault.TOO_MANY, 429, "Slow down.");
    Figures.note(runtime, "F12 500 and 429 of a server: changed, repeated", "no");
  }

  private void assertPasses(String model, Fault fault, int status, String text) {
    Pair pair = gateway.pair(model);
    pair.first().fail(fault);

    RawResponse answer = gateway.ask(model);
    RawResponse direct =
        RawHttpClient.plain(pair.first().port())
            .post(FaultGateway.CHAT, FaultGateway.body(model, false));

    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(direct.body());
    assertThat(answer.bodyText()).contains(text);
    assertThat(pair.first().requests()).hasSize(2);
    assertThat(pair.second().requests()).isEmpty();
  }

  /**
   * nginx takes what does not begin as HTTP for HTTP/0.9 and passes it; no directive forbids that.
   * The log shows it, and a check of health or {@code doctor} finds such a server.
   */
  @Test
  void whatIsNotHttpIsSeenInTheLog() {
    Pair pair = gateway.pair("babbles");
    pair.first().fail(Fault.GARBAGE);

    try (RawConnection connection = gateway.client().connect()) {
      connection.send(
          RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body(pair.model(), false)));
      assertThat(gateway.nginx().awaitLog("access.log", "\"model\":\"babbles\""))
          .contains("\"status\":9,");
    }
    gateway.nginx().awaitLog("error.log", "upstream sent no valid HTTP/1.0 header");
    assertThat(pair.second().requests()).isEmpty();
    Figures.note(
        runtime, "F13 another protocol's banner: passed as HTTP/0.9, status 9 in the log", "yes");
  }

  /** The server is gone before it said a word: nothing is lost by asking the other, once. */
  @Test
  void aServerThatBreaksOffBeforeItAnsweredIsFollowedByTheOther() {
    Pair pair = gateway.pair("breaks-off");
    gateway.ask(pair.model());
    pair.first().fail(Fault.CLOSE_BEFORE_HEAD);

    RawResponse answer = gateway.ask(pair.model());

    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(pair.first().requests()).extracting(request -> request.connection()).hasSize(2);
    assertThat(pair.second().requests()).hasSize(1);
    Figures.note(
        runtime,
        "F14 kept connection closed before the answer: answered by the other server",
        "yes");
  }

  @Test
  void aServerThatComesAndGoesCostsNobodyARequest() {
    Pair pair = gateway.pair("flaps");
    int asked = 0;
    int failed = 0;
    for (int turn = 0; turn < 3; turn++) {
      pair.first().refuse();
      for (int i = 0; i < 40; i++, asked++) {
        failed += gateway.ask(pair.model()).status() == 200 ? 0 : 1;
      }
      pair.first().accept();
      for (int i = 0; i < 40; i++, asked++) {
        failed += gateway.ask(pair.model()).status() == 200 ? 0 : 1;
      }
    }
    assertThat(failed).isZero();
    Figures.note(runtime, "F15 one of two servers flaps: requests failed of " + asked, "0");
  }

  @Test
  void aClientThatLeavesAStreamFreesTheServer() {
    Pair pair = gateway.pair("aborted");
    pair.first().stream(200, Duration.ofMillis(20));
    long left;
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(
          RawHttpClient.request(FaultGateway.CHAT, FaultGateway.body(pair.model(), true)));
      connection.readWhile(piece -> !piece.contains("word1"));
      left = System.nanoTime();
    }

    long noticed = pair.first().onlyRequest().awaitClientLeft(Duration.ofSeconds(3));

    Duration took = Duration.ofNanos(noticed - left);
    assertThat(took).isLessThan(Duration.ofSeconds(2));
    Figures.note(runtime, "F18 client leaves a stream: server's connection closed after", took);
  }
}
