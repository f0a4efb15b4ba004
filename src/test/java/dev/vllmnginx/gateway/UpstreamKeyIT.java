package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Servers that want a key get theirs from the gateway, and no other. */
@OnEveryNginx
class UpstreamKeyIT extends UpstreamKeyServers {
  UpstreamKeyIT(NginxRuntime runtime) {
    super(runtime);
  }

  @Test
  void eachServerGetsItsOwnKey() {
    try (NginxGateway nginx = start("pid: /run/upstream-keys.pid", "")) {
      for (String model : List.of("first", "first-too", "second", "open")) {
        RawResponse answer = ask(model);
        assertThat(answer.status()).as(model).isEqualTo(200);
        AccessLog.lineOf(nginx, answer); // its lines are there when they are looked at
      }

      assertThat(first.requests()).allMatch(request -> has(request, FIRST_KEY)).hasSize(2);
      assertThat(second.requests()).allMatch(request -> has(request, SECOND_KEY)).hasSize(1);
      assertThat(open.onlyRequest().headerNames()).doesNotContain("authorization");
      assertThat(nginx.log("access.log") + nginx.log("error.log"))
          .doesNotContain(FIRST_KEY, SECOND_KEY);
    }
  }
}
