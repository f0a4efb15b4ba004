package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.ObservedGateway.CHAT;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the gateway counts for each key, and for limits. */
@OnNginxWithSharedDictionaries
class KeyMetricsIT {
  private static final String SHA256_OF_A =
      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";

  private final int port = NginxGateway.freePort();
  private final ObservedGateway gateway;

  KeyMetricsIT(NginxRuntime runtime) {
    gateway =
        new ObservedGateway(
            runtime,
            "nginx: {version: \"1.26\", njs: \"0.8.9\"}",
            "api_keys: [{id: team, sha256: " + SHA256_OF_A + ", limits: {requests: 100r/s}}]",
            "metrics: {listen: \"127.0.0.1:" + port + "\", by_key: true}");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void forgetsAKeyThatTheCatalogHasNoMore() {
    String chat = ObservedGateway.chat(CHAT_MODEL);
    gateway.client().send(RawHttpClient.request(CHAT, chat, "Authorization: Bearer a"));
    Figures figures = Figures.await(port, now -> now.sum("requests_total") == 1);
    assertThat(figures.sumOf("key_requests_total", "key=\"team\"", "status=\"2xx\"")).isEqualTo(1);

    MetricsIT.observe(gateway, observed -> observed.replace("\"team\"", "\"another\""));

    MetricsIT.awaitGone(port, "team");
    assertThat(Figures.of(port).sum("requests_total")).isEqualTo(1);
  }

  /** So that the first request beyond it is an increase. */
  @Test
  void aLimitThatNobodyHasHitYetIsThereWithZero() {
    assertThat(Figures.of(port).series())
        .containsEntry(
            "limits_hit_total{model=\"llama-3\",limit=\"requests\",mode=\"enforced\"}", 0.0);
  }
}
