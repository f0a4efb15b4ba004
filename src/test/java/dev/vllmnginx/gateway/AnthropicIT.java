package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.standin.Received;
import dev.vllmnginx.testing.Fault;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of Anthropic's API get from the gateway. */
@OnEveryNginx
class AnthropicIT {
  private static final String MESSAGES = "/v1/messages";
  private static final String COUNT_TOKENS = "/v1/messages/count_tokens";

  private final EveryTypeGateway gateway;

  AnthropicIT(NginxRuntime runtime) {
    gateway = EveryTypeGateway.on(runtime);
  }

  private static String body(String model) {
    return "{\"model\":\"%s\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\",\"content\":\"hi nobodys-business\"}]}"
        .formatted(model);
  }

  @Test
  void passesMessagesAndStreamsOnWithoutTheClientsKey() {
    String streamed = body("chat").replace("{\"model", "{\"stream\":true,\"model");
    RawResponse answer =
        gateway
            .client()
            .send(
                RawHttpClient.request(
                    MESSAGES,
                    streamed,
                    "x-api-key: secret",
                    "anthropic-version: 2023-06-01",
                    "anthropic-beta: a"));

    assertThat(answer.bodyText()).startsWith("event: message_start\n").contains("message_stop");
    Received heard = gateway.heard("chat").get(0);
    assertThat(heard.headers())
        .noneMatch(
            header -> header.name().startsWith("anthropic") || header.value().contains("secret"));
  }

  @Test
  void refusesInAnthropicsShape() {
    for (String path : List.of(MESSAGES, COUNT_TOKENS)) {
      assertError(
          gateway.client().post(path, body("nope")), 404, "not_found_error", "model_not_found");
      assertError(
          gateway.client().post(path, body("embedding")),
          404,
          "not_found_error",
          "endpoint_not_supported");
      assertError(
          gateway.client().post(path, "{\"messages\":[]}"),
          400,
          "invalid_request_error",
          "model_required");
      assertError(gateway.client().post(path, "{"), 400, "invalid_request_error", "invalid_json");
      assertError(gateway.client().get(path), 405, "invalid_request_error", "method_not_allowed");
      assertError(
          gateway
              .client()
              .send(
                  RawHttpClient.request(path, body("chat"))
                      .replace("application/json", "text/plain")),
          415,
          "invalid_request_error",
          "unsupported_media_type");
    }
    assertThat(gateway.heardAnything()).isEmpty();
  }

  @Test
  void saysWhatNginxItselfRefusesInAnthropicsShape() {
    String tooLarge =
        RawHttpClient.request(MESSAGES, "")
            .replace("Content-Length: 0", "Content-Length: 99999999");
    String badChunk =
        RawHttpClient.request(MESSAGES, "")
                .replace("Content-Length: 0", "Transfer-Encoding: chunked")
            + "nonsense\r\n";

    assertError(gateway.client().send(tooLarge), 413, "request_too_large", "request_too_large");
    assertError(gateway.client().send(badChunk), 400, "invalid_request_error", "bad_request");
  }

  @Test
  void saysWhatServersDoInAnthropicsShape() {
    assertError(
        gateway.client().post(MESSAGES, body("gone")),
        503,
        "overloaded_error",
        "model_unavailable");
    gateway.faulty().fail(Fault.CLOSE_BEFORE_HEAD);
    assertError(gateway.client().post(MESSAGES, body("faulty")), 502, "api_error", "bad_gateway");
    gateway.faulty().fail(Fault.HANG);
    RawResponse late = gateway.client().post(MESSAGES, body("faulty"));
    assertError(late, 504, "timeout_error", "model_timeout");
    assertThat(late.header("x-should-retry")).contains("false");
  }

  @Test
  void leavesVllmsOwnErrorsAndOtherPathsAlone() {
    gateway.faulty().fail(Fault.INTERNAL_ERROR);

    RawResponse answer = gateway.client().post(MESSAGES, body("faulty"));
    RawResponse other = gateway.client().post("/v1/chat/completions", body("gone"));

    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.bodyText()).contains("EngineCore encountered an issue");
    assertThat(other.bodyText()).startsWith("{\"error\":");
  }

  private static void assertError(RawResponse answer, int status, String type, String code) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.header("content-type")).contains("application/json");
    JsonNode body = new JsonMapper().readTree(answer.body());
    assertThat(body.path("type").asString()).as("%s", answer).isEqualTo("error");
    assertThat(body.path("error").path("type").asString()).isEqualTo(type);
    assertThat(body.path("error").path("code").asString()).isEqualTo(code);
    assertThat(body.path("error").path("message").asString()).isNotEmpty();
  }
}
