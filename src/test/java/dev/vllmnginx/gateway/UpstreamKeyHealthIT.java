package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The keys that servers want, in the checks of their health. */
@OnNginxWithSharedDictionaries
class UpstreamKeyHealthIT extends UpstreamKeyServers {
  UpstreamKeyHealthIT(NginxRuntime runtime) {
    super(runtime);
  }

  @Test
  void thoseWhoWatchItsHealthShowItToo() {
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
}
