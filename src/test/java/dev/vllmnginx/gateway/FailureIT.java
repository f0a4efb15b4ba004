package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.TestGateway.CHAT;
import static dev.vllmnginx.gateway.TestGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.TestGateway.EMBEDDING_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Servers that cannot be reached. */
@OnEveryNginx
class FailureIT {
  private final TestGateway gateway;

  FailureIT(NginxRuntime runtime) {
    gateway = TestGateway.on(runtime);
  }

  /**
   * Takes the servers back and waits until nginx, which counts fail_timeout in whole seconds, does
   * too.
   */
  private void takeBack(RecordingBackend... backends) {
    List.of(backends).forEach(RecordingBackend::accept);
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
  }

  @Test
  void anotherServerAnswersWhenOneIsDown() {
    gateway.first().refuse();
    try {
      for (int i = 0; i < 5; i++) {
        RawResponse answer = gateway.plain().post(CHAT, TestGateway.chat(CHAT_MODEL));

        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
      }
    } finally {
      takeBack(gateway.first());
    }
    assertThat(gateway.spare().requests()).hasSize(5);
    assertThat(gateway.first().requests()).isEmpty();
  }

  @Test
  void saysThatAModelIsUnavailableAndServesTheOthers() {
    gateway.first().refuse();
    gateway.spare().refuse();
    try {
      assertOnlyEmbeddingsWork();
    } finally {
      takeBack(gateway.first(), gateway.spare());
    }
  }

  private void assertOnlyEmbeddingsWork() {
    for (int i = 0; i < 3; i++) {
      RawResponse chat = gateway.plain().post(CHAT, TestGateway.chat(CHAT_MODEL));
      RawResponse embedding =
          gateway
              .plain()
              .post("/v1/embeddings", "{\"model\":\"" + EMBEDDING_MODEL + "\",\"input\":\"a\"}");

      assertThat(chat.status()).as("%s", chat).isEqualTo(503);
      assertThat(chat.header("Retry-After")).contains("2");
      assertThat(chat.header("Content-Type")).contains("application/json");
      assertThat(chat.bodyText()).contains("\"code\":\"model_unavailable\"");
      assertThat(embedding.status()).as("%s", embedding).isEqualTo(200);
    }
  }
}
