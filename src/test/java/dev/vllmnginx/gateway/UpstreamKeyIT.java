package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import dev.vllmnginx.testing.RecordingBackend;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Servers that want a key get theirs from the gateway, and no other. */
@OnEveryNginx
class UpstreamKeyIT {
  private static final String CHAT = "/v1/chat/completions";

  /** Every kind of sign that a key may have. */
  private static final String FIRST_KEY = "first!#%&'()*+,-./:;<=>?@[]^_`{|}~KeyOfVllm";

  private static final String SECOND_KEY = "SecondKeyOfVllm";

  private final NginxRuntime runtime;
  private final RecordingBackend first = RecordingBackend.chat("first", "first", "first-too");
  private final RecordingBackend second = RecordingBackend.chat("second", "Second");
  private final RecordingBackend open = RecordingBackend.chat("open", "open");
  private final int port = NginxGateway.freePort();

  UpstreamKeyIT(NginxRuntime runtime) {
    this.runtime = runtime;
    first.wantKey(FIRST_KEY);
    second.wantKey(SECOND_KEY);
  }

  @AfterEach
  void close() {
    List.of(first, second, open).forEach(RecordingBackend::close);
  }

  private NginxGateway start(String target, String more) {
    String catalog =
        """
        version: 1
        nginx: {%s}
        gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
        %smodels:
          - {name: first, type: chat, upstream_key: {file: first.key}, servers: [{address: "%s"}]}
          - {name: first-too, type: chat, upstream_key: {file: first.key}, servers: [{address: "%s"}]}
          - {name: second, type: chat, served_name: Second, upstream_key: {file: second.key}, servers: [{address: "%s"}]}
          - {name: open, type: chat, servers: [{address: "%s"}]}
        """
            .formatted(
                target,
                port,
                NginxGateway.freePort(),
                more,
                first.address(),
                first.address(),
                second.address().replace("127.0.0.1", "localhost"),
                open.address());
    return NginxGateway.start(
        runtime,
        CompiledCatalog.files(
            catalog, Map.of("first.key", FIRST_KEY + "\n", "second.key", SECOND_KEY)));
  }

  private RawResponse ask(String model) {
    return RawHttpClient.plain(port)
        .send(
            RawHttpClient.request(
                CHAT,
                "{\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],\"model\":\""
                    + model
                    + "\"}",
                "Authorization: Bearer what-the-client-has"));
  }

  @Test
  void eachServerGetsItsOwnKey() {
    try (NginxGateway nginx = start("pid: /run/upstream-keys.pid", "")) {
      for (String model : List.of("first", "first-too", "second", "open")) {
        assertThat(ask(model).status()).as(model).isEqualTo(200);
      }

      assertThat(first.requests()).allMatch(request -> has(request, FIRST_KEY)).hasSize(2);
      assertThat(second.requests()).allMatch(request -> has(request, SECOND_KEY)).hasSize(1);
      assertThat(open.onlyRequest().headerNames()).doesNotContain("authorization");
      assertThat(nginx.log("access.log") + nginx.log("error.log"))
          .doesNotContain(FIRST_KEY, SECOND_KEY);
    }
  }

  @Test
  void thoseWhoWatchItsHealthShowItToo() {
    Assumptions.assumeTrue(
        runtime.version() != NginxVersion.V1_22, "njs 0.7.9 cannot check health");
    String health = "defaults: {health: {probe: inference, interval: 500ms, timeout: 400ms}}\n";
    try (NginxGateway nginx = start("version: \"1.26\", njs: \"0.8.5\"", health)) {
      first.awaitRequests(3);
      second.awaitRequests(2);
      open.awaitRequests(1);

      assertThat(first.requests()).allMatch(request -> has(request, FIRST_KEY));
      assertThat(second.requests()).allMatch(request -> has(request, SECOND_KEY));
      assertThat(open.requests())
          .noneMatch(request -> request.headerNames().contains("authorization"));
      assertThat(List.of(ask("first").status(), ask("second").status(), ask("open").status()))
          .as(nginx.log("error.log"))
          .containsOnly(200);
      assertThat(nginx.log("error.log")).doesNotContain("is out");
    }
  }

  private static boolean has(RecordedRequest request, String key) {
    return request.header("authorization").filter(("Bearer " + key)::equals).isPresent();
  }
}
