package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.ObservedGateway.CHAT;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_ALIAS;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDINGS;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDING_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a line of the log says of a request, with accounting. */
@OnEveryNginx
class AccessLogIT {
  private static final String ACCOUNTING = "logging: {accounting: true}";

  private final ObservedGateway gateway;

  AccessLogIT(NginxRuntime runtime) {
    gateway = new ObservedGateway(runtime, ACCOUNTING);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void tellsWhoServedARequestAndWhatItCost() {
    gateway.client().post(CHAT, ObservedGateway.chat(CHAT_ALIAS));
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));

    JsonNode chat = line(2, "model", CHAT_MODEL);
    assertThat(chat.path("requested_model").stringValue()).isEqualTo(CHAT_ALIAS);
    assertThat(chat.path("model").stringValue()).isEqualTo(CHAT_MODEL);
    assertThat(chat.path("replica").stringValue()).isEqualTo(gateway.first().address());
    assertThat(chat.path("tries").intValue()).isEqualTo(1);
    assertThat(chat.path("error").stringValue()).isEmpty();
    assertThat(chat.path("head_time").isNumber()).isTrue();
    assertThat(chat.path("first_chunk_time").isNumber()).isTrue();
    assertTokens(chat, 21, 2);
    assertTokens(line(2, "model", EMBEDDING_MODEL), 4, 0);
  }

  @Test
  void tellsWhenAStreamBeganAndWhatItCost() {
    gateway.first().stream(5, Duration.ofMillis(100));

    RawResponse answer = gateway.client().post(CHAT, ObservedGateway.stream(CHAT_MODEL, true));

    assertThat(answer.bodyText()).endsWith("data: [DONE]\n\n");
    Duration begin = answer.pieces().get(0).after();
    Duration end = answer.pieces().get(answer.pieces().size() - 1).after();
    assertThat(end.minus(begin)).as("%s", answer.pieces()).isGreaterThan(Duration.ofMillis(350));
    JsonNode line = gateway.logged(1).get(0);
    assertTokens(line, 21, 5);
    assertThat(
            line.path("request_time").doubleValue() - line.path("first_chunk_time").doubleValue())
        .isGreaterThan(0.35);
  }

  @Test
  void knowsNoTokensWhereTheClientDoesNotAskForThem() {
    gateway.client().post(CHAT, ObservedGateway.stream(CHAT_MODEL, false));

    JsonNode line = gateway.logged(1).get(0);
    assertThat(line.path("prompt_tokens").isNull()).isTrue();
    assertThat(line.path("completion_tokens").isNull()).isTrue();
    assertThat(line.path("first_chunk_time").isNumber()).isTrue();
  }

  @Test
  void tellsThatAnotherServerHadToHelp() {
    gateway.first().refuse();

    RawResponse answer = gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));

    assertThat(answer.status()).isEqualTo(200);
    JsonNode line = gateway.logged(1).get(0);
    assertThat(line.path("tries").intValue()).isEqualTo(2);
    assertThat(line.path("replica").stringValue()).isEqualTo(gateway.spare().address());
    assertTokens(line, 21, 2);
  }

  @Test
  void tellsWhyTheGatewayAnsweredItself() {
    gateway.embedding().refuse();
    gateway.client().post(CHAT, ObservedGateway.chat("unheard-of"));
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));
    gateway.client().get("/metrics");

    JsonNode unknown = line(3, "error", "model_not_found");
    assertThat(unknown.path("model").stringValue()).isEmpty();
    assertThat(unknown.path("tries").intValue()).isZero();
    assertThat(unknown.path("head_time").isNull()).isTrue();
    assertThat(unknown.path("first_chunk_time").isNull()).isTrue();
    assertThat(unknown.toString()).doesNotContain("unheard-of");
    JsonNode unavailable = line(3, "error", "model_unavailable");
    assertThat(unavailable.path("model").stringValue()).isEqualTo(EMBEDDING_MODEL);
    assertThat(unavailable.path("replica").stringValue()).isEqualTo(gateway.embedding().address());
    assertThat(line(3, "error", "not_found").path("status").intValue()).isEqualTo(404);
  }

  /** Of so many lines the one with that value: workers log in any order. */
  private JsonNode line(int lines, String field, String value) {
    return gateway.logged(lines).stream()
        .filter(line -> line.path(field).stringValue().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError(gateway.logged(lines).toString()));
  }

  private static void assertTokens(JsonNode line, int prompt, int completion) {
    assertThat(line.path("prompt_tokens").intValue()).as("%s", line).isEqualTo(prompt);
    assertThat(line.path("completion_tokens").intValue()).as("%s", line).isEqualTo(completion);
  }
}
