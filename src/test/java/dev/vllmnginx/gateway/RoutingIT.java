package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static dev.vllmnginx.gateway.TestGateway.CHAT_ALIAS;
import static dev.vllmnginx.gateway.TestGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.TestGateway.EMBEDDING_MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which request reaches which server, and with which bytes; {@link HostileRequestsIT} has what is
 * refused.
 */
@OnEveryNginx
class RoutingIT {
  private final TestGateway gateway;

  RoutingIT(NginxRuntime runtime) {
    gateway = TestGateway.on(runtime);
  }

  @Test
  void sendsEachModelToItsOwnServersWithTheBodyUntouched() {
    String chat = TestGateway.chat(CHAT_MODEL);
    String embedding = "{ \"input\" : [\"a\"],\n\"model\":\"" + EMBEDDING_MODEL + "\" }";

    RawResponse chatAnswer = gateway.plain().post(CHAT, chat);
    RawResponse embeddingAnswer = gateway.plain().post("/v1/embeddings", embedding);

    assertThat(chatAnswer.status()).isEqualTo(200);
    assertThat(chatAnswer.bodyText()).contains("vllm-0.32.0-first");
    assertThat(gateway.first().onlyRequest().bodyText()).isEqualTo(chat);
    assertThat(embeddingAnswer.bodyText()).contains("embd-embedding-");
    assertThat(gateway.embedding().onlyRequest().bodyText()).isEqualTo(embedding);
    assertThat(gateway.embedding().onlyRequest().requestLine())
        .isEqualTo("POST /v1/embeddings HTTP/1.1");
  }

  @Test
  void servesCompletionsOfChatModels() {
    RawResponse answer =
        gateway.plain().post("/v1/completions", "{\"prompt\":\"a\",\"model\":\"qwen\"}");

    assertThat(answer.bodyText()).contains("text_completion");
    assertThat(gateway.first().onlyRequest().requestLine())
        .isEqualTo("POST /v1/completions HTTP/1.1");
  }

  @Test
  void sendsAnAliasAsTheClientWroteIt() {
    String body = TestGateway.chat(CHAT_ALIAS);

    RawResponse answer = gateway.plain().post(CHAT, body);

    assertThat(answer.bodyText()).contains("\"model\":\"" + CHAT_MODEL + "\"");
    assertThat(gateway.first().onlyRequest().bodyText()).isEqualTo(body);
  }

  @Test
  void saysWhichEndpointsAModelHas() {
    RawResponse answer = gateway.plain().post(CHAT, TestGateway.chat(EMBEDDING_MODEL));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.bodyText()).contains("endpoint_not_supported", "/v1/embeddings");
    assertNoBackendWasReached();
  }

  @Test
  void passesThreeMegabytesInOnePieceAndInChunks() {
    String content = "\u4f60 ".repeat(750_000);
    String body =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"" + content + "\"}],\"model\":\"qwen\"}";
    assertThat(body.getBytes(UTF_8).length).isGreaterThan(3_000_000);

    RawResponse whole = gateway.plain().post(CHAT, body);
    RawResponse chunked = gateway.plain().send(chunked(CHAT, body));

    assertThat(whole.status()).isEqualTo(200);
    assertThat(chunked.status()).isEqualTo(200);
    List<RecordedRequest> received = gateway.first().awaitRequests(2);
    assertThat(received).allMatch(request -> request.bodyText().equals(body));
    assertThat(received).allMatch(request -> request.header("content-length").isPresent());
    assertThat(received).allMatch(request -> request.header("transfer-encoding").isEmpty());
  }

  @Test
  void refusesBodiesAboveTheLimitOfGatewayAndModel() {
    String embedding = "{\"input\":\"%s\",\"model\":\"" + EMBEDDING_MODEL + "\"}";
    String chat = "{\"messages\":\"%s\",\"model\":\"qwen\"}";

    Map<String, RawResponse> answers =
        Map.of(
            "gateway", gateway.plain().post(CHAT, chat.formatted("x".repeat(5 << 20))),
            "chunked", gateway.plain().send(chunked(CHAT, chat.formatted("x".repeat(5 << 20)))),
            "model",
                gateway.plain().post("/v1/embeddings", embedding.formatted("x".repeat(2 << 20))));

    answers.forEach(
        (name, answer) -> {
          assertThat(answer.status()).as(name).isEqualTo(413);
          assertThat(code(answer)).as(name).isEqualTo("request_too_large");
        });
    assertNoBackendWasReached();
  }

  @Test
  void passesAllowedHeadersOnly() {
    String request =
        RawHttpClient.request(
            CHAT,
            TestGateway.chat("qwen"),
            "Authorization: Bearer secret",
            "Cookie: a=b",
            "X-Request-Id: mine",
            "X-data-parallel-rank: 5",
            "X-Vllm-Priority: 5",
            "X-Session-ID: 1",
            "Forwarded: for=1.2.3.4",
            "X-Forwarded-For: 1.2.3.4",
            "X-Forwarded-Proto: gopher",
            "X-Real-IP: 1.2.3.4",
            "X-HTTP-Method-Override: DELETE",
            "Upgrade: h2c",
            "HTTP2-Settings: AAMAAABkAAQAAP__",
            "Connection: Upgrade, HTTP2-Settings",
            "If-Modified-Since: Mon, 23 Nov 2026 02:35:57 GMT",
            "Accept-Encoding: gzip",
            "Accept: text/event-stream",
            "User-Agent: test/1",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    RawResponse answer = gateway.plain().send(request);

    assertThat(answer.status()).isEqualTo(200);
    RecordedRequest received = gateway.first().onlyRequest();
    assertThat(received.headerNames())
        .containsExactlyInAnyOrder(
            "host",
            "content-type",
            "content-length",
            "accept",
            "user-agent",
            "traceparent",
            "x-request-id",
            "x-real-ip",
            "x-forwarded-for",
            "x-forwarded-proto");
    assertThat(received.header("host")).contains("vllm");
    assertThat(received.header("x-forwarded-for")).contains("127.0.0.1");
    assertThat(received.header("x-real-ip")).contains("127.0.0.1");
    assertThat(received.header("x-forwarded-proto")).contains("http");
    assertThat(received.header("x-request-id")).isEqualTo(answer.header("x-request-id"));
    assertThat(received.header("x-request-id").orElse("")).matches("[0-9a-f]{32}");
  }

  /**
   * Far more levels than vLLM reads are not followed to their end: that would take a worker's time.
   */
  @Test
  void refusesBracketsBeyondCount() {
    int levels = 100_000;
    String body = "{\"model\":".repeat(levels) + "1" + "}".repeat(levels);

    RawResponse answer = gateway.plain().post(CHAT, body);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(code(answer)).isEqualTo("invalid_json");
    assertNoBackendWasReached();
    assertThat(gateway.plain().post(CHAT, TestGateway.chat("qwen")).status()).isEqualTo(200);
  }

  @Test
  void dropsTheQuery() {
    gateway.plain().post(CHAT + "?api-version=1&model=x", TestGateway.chat("qwen"));

    assertThat(gateway.first().onlyRequest().requestLine())
        .isEqualTo("POST /v1/chat/completions HTTP/1.1");
  }

  @Test
  void acceptsOnlyTheMethodOfAPath() {
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS")) {
      RawResponse answer =
          gateway.plain().send(method + " " + CHAT + " HTTP/1.1\r\nHost: localhost\r\n\r\n");

      assertThat(answer.status()).as(method).isEqualTo(405);
      assertThat(code(answer)).isEqualTo("method_not_allowed");
      assertThat(answer.header("allow")).contains("POST");
    }
    assertNoBackendWasReached();
  }

  @Test
  void listsTheCatalogsModelsItself() {
    JsonNode list = json(gateway.plain().get("/v1/models"));

    assertThat(list.path("data").valueStream().map(model -> model.path("id").asString()))
        .contains(CHAT_MODEL, EMBEDDING_MODEL);
    assertThat(json(gateway.plain().get("/v1/models/" + CHAT_MODEL)).path("id").asString())
        .isEqualTo(CHAT_MODEL);
    assertThat(gateway.plain().get("/v1/models/nope").status()).isEqualTo(404);
    assertThat(gateway.plain().post("/v1/models", "{}").status()).isEqualTo(405);
    assertNoBackendWasReached();
  }

  @Test
  void writesOneLineOfJsonPerRequestAndNoSecret() {
    RawResponse answer =
        gateway
            .plain()
            .send(
                RawHttpClient.request(
                    CHAT + "?key=secret1",
                    TestGateway.chat("qwen"),
                    "Authorization: Bearer secret2"));

    JsonNode line = new JsonMapper().readTree(AccessLog.lineOf(gateway.nginx(), answer));
    assertThat(line.path("model").asString()).isEqualTo(CHAT_MODEL);
    assertThat(line.path("status").asInt()).isEqualTo(200);
    assertThat(line.path("path").asString()).isEqualTo(CHAT);
    assertThat(line.path("upstream").asString()).isEqualTo(gateway.first().address());
    assertThat(gateway.nginx().log("access.log") + gateway.nginx().log("error.log"))
        .doesNotContain("secret", "h\u00e9llo");
  }

  private void assertNoBackendWasReached() {
    assertThat(gateway.backends()).allMatch(backend -> backend.requests().isEmpty());
  }

  private static String code(RawResponse answer) {
    assertThat(answer.header("content-type")).contains("application/json");
    return json(answer).path("error").path("code").asString();
  }

  private static JsonNode json(RawResponse answer) {
    return new JsonMapper().readTree(answer.body());
  }

  private static String chunked(String path, String body) {
    StringBuilder request =
        new StringBuilder(
            RawHttpClient.request(path, "")
                .replace("Content-Length: 0", "Transfer-Encoding: chunked"));
    int step = 100_000;
    for (int at = 0; at < body.length(); at += step) {
      String chunk = body.substring(at, Math.min(body.length(), at + step));
      int bytes = chunk.getBytes(UTF_8).length;
      request.append(Integer.toHexString(bytes)).append("\r\n").append(chunk).append("\r\n");
    }
    return request.append("0\r\n\r\n").toString();
  }
}
