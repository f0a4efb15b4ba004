package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The backend and the client of the tests, against each other. */
class RecordingBackendTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = "{\"model\":\"m\",\"messages\":[]}";
  private static final String STREAM = "{\"model\":\"m\",\"stream\":true}";

  private final RecordingBackend backend = RecordingBackend.chat("a", "m", "alias");
  private final RawHttpClient client = RawHttpClient.plain(backend.port());

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void keepsEveryByteOfARequest() {
    String request =
        """
        POST /v1/chat/completions?x=1 HTTP/1.1
        hOsT:  a b\s
        X: 1
        X: 2
        Transfer-Encoding: chunked

        3;ext=1
        {"m
        5
        odel"
        5
        :"m"}
        0
        T: 1

        """
            .replace("\n", "\r\n");

    RawResponse answer = client.send(request);

    RecordedRequest recorded = backend.onlyRequest();
    assertThat(new String(recorded.raw(), UTF_8)).isEqualTo(request);
    assertThat(recorded.requestLine()).isEqualTo("POST /v1/chat/completions?x=1 HTTP/1.1");
    assertThat(recorded.headers())
        .startsWith(
            new HttpHeader("hOsT", "a b"), new HttpHeader("X", "1"), new HttpHeader("X", "2"));
    assertThat(recorded.bodyText()).isEqualTo("{\"model\":\"m\"}");
    assertThat(recorded.header("x")).isEmpty();
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void answersChatAsValidJsonThatNamesTheServer() {
    RawResponse answer = client.post(CHAT, BODY);

    assertThat(new JsonMapper().readTree(answer.body()).path("system_fingerprint").asString())
        .isEqualTo("vllm-0.32.0-a");
    assertThat(answer.header("server")).contains("uvicorn");
    assertThat(answer.complete()).isTrue();
  }

  @Test
  void streamsOneChunkPerEvent() {
    backend.stream(2, Duration.ofMillis(200));

    RawResponse answer = client.post(CHAT, STREAM);

    assertThat(answer.pieces()).hasSize(4);
    assertThat(answer.pieces()).allMatch(piece -> piece.text().startsWith("data: "));
    assertThat(answer.pieces()).allMatch(piece -> piece.text().endsWith("\n\n"));
    Duration last = answer.pieces().get(3).after();
    assertThat(last).isGreaterThanOrEqualTo(Duration.ofMillis(3 * 200));
    assertThat(answer.pieces().get(0).after()).isLessThan(last.dividedBy(2));
    assertThat(answer.bodyText()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
  }

  @Test
  void givesUsageInAStreamOnlyIfAsked() {
    RawResponse answer =
        client.post(
            CHAT, "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");

    assertThat(answer.bodyText()).contains("\"choices\":[],\"usage\":{\"prompt_tokens\":21");
  }

  @Test
  void answersOtherModelsAndPathsAsVllmDoes() {
    assertThat(client.post(CHAT, "{\"model\":\"alias\"}").bodyText()).contains("\"model\":\"m\"");
    assertThat(client.post(CHAT, "{\"model\":\"M\"}").status()).isEqualTo(404);
    assertThat(client.post("/v1/embeddings", BODY).bodyText())
        .isEqualTo("{\"detail\":\"Not Found\"}");
    assertThat(client.get("/v1/models").bodyText()).contains("\"id\":\"m\"", "\"id\":\"alias\"");
    assertThat(client.get("/health").body()).isEmpty();
    assertThat(client.post(CHAT, "{").status()).isEqualTo(400);
  }

  @Test
  void keepsConnectionsOpenAndNumbersThem() {
    try (RawConnection connection = client.connect()) {
      connection.send(RawHttpClient.request(CHAT, BODY));
      connection.read();
      connection.send(RawHttpClient.request(CHAT, BODY));
      connection.read();
    }
    client.post(CHAT, BODY);

    assertThat(backend.requests()).extracting(RecordedRequest::connection).containsExactly(1, 1, 2);
  }

  @Test
  void closesIdleConnectionsAfterFiveSeconds() {
    try (RawConnection connection = client.connect()) {
      connection.send(RawHttpClient.request(CHAT, BODY));
      connection.read();
      assertThat(connection.isClosedWithin(Duration.ofSeconds(4))).isFalse();
      assertThat(connection.isClosedWithin(Duration.ofSeconds(3))).isTrue();
    }
  }

  @Test
  void noticesAClientThatLeavesInAStream() {
    backend.stream(100, Duration.ofMillis(50));
    long left;
    try (RawConnection connection = client.connect()) {
      connection.send(RawHttpClient.request(CHAT, STREAM));
      connection.readWhile(piece -> !piece.contains("word1"));
      left = System.nanoTime();
    }

    long noticed = backend.onlyRequest().awaitClientLeft(Duration.ofSeconds(2));

    assertThat(Duration.ofNanos(noticed - left)).isBetween(Duration.ZERO, Duration.ofSeconds(2));
  }

  @Test
  void doesNotTakeAClientThatHasItsAnswerForOneThatLeft() {
    client.post(CHAT, BODY);

    RecordedRequest request = backend.onlyRequest();

    assertThatThrownBy(() -> request.awaitClientLeft(Duration.ofMillis(300)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void refusesAndComesBackOnTheSamePort() {
    backend.refuse();
    assertThatThrownBy(() -> client.post(CHAT, BODY)).hasCauseInstanceOf(ConnectException.class);

    backend.accept();

    assertThat(client.post(CHAT, BODY).status()).isEqualTo(200);
  }

  @Test
  void cutsStreamsOff() {
    for (Fault fault : new Fault[] {Fault.RESET_IN_STREAM, Fault.CLOSE_IN_STREAM}) {
      backend.fail(fault);
      RawResponse answer = client.post(CHAT, STREAM);
      assertThat(answer.complete()).as(fault.name()).isFalse();
      assertThat(answer.bodyText()).doesNotContain("[DONE]");
    }
  }

  @Test
  void failsBeforeTheHead() {
    backend.fail(Fault.UNAVAILABLE);
    assertThat(client.post(CHAT, BODY).status()).isEqualTo(503);
    backend.fail(Fault.INTERNAL_ERROR);
    assertThat(client.post(CHAT, BODY).status()).isEqualTo(500);
    backend.fail(Fault.GARBAGE);
    assertThatThrownBy(() -> client.post(CHAT, BODY)).hasMessageContaining("SSH-2.0");
    backend.fail(Fault.CLOSE_BEFORE_HEAD);
    assertThatThrownBy(() -> client.post(CHAT, BODY)).hasMessageContaining("without an answer");
  }

  @Test
  void hangsUntilTheClientLeaves() {
    backend.fail(Fault.HANG);
    try (RawConnection connection = client.connect()) {
      connection.send(RawHttpClient.request(CHAT, BODY));
      assertThat(connection.isClosedWithin(Duration.ofMillis(300))).isFalse();
    }

    backend.onlyRequest().awaitClientLeft(Duration.ofSeconds(2));
  }
}
