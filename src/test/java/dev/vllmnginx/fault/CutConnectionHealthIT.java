package dev.vllmnginx.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A connection that is cut without a word, where nginx checks the health of servers. */
@OnNginxWithSharedDictionaries
class CutConnectionHealthIT extends CutConnection {
  CutConnectionHealthIT(NginxRuntime runtime) {
    super(runtime);
  }

  @Test
  void checksTakeTheServerOut() {
    try (NginxGateway nginx =
            start(
                """
                nginx: {version: "1.26", njs: "0.8.5"}
                gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
                defaults: {read_timeout: 60s, health: {interval: 500ms, timeout: 300ms}}
                """);
        RawConnection client = RawHttpClient.plain(port).connect();
        RawConnection stuck = RawHttpClient.plain(port).connect()) {
      HealthIT.await("the first round", () -> !first.requests().isEmpty());
      assertThat(ask(stuck).status()).isEqualTo(200);
      long start = System.nanoTime();
      cable.cut();
      stuck.send(request());

      nginx.awaitLog("error.log", cable.address() + " of watched is out");
      HealthIT.await("an answer of the other server", () -> asked() > 0 || askAnew() == 200);
      Duration out = since(start);
      assertThat(ask(client).status()).isEqualTo(200);

      long mended = System.nanoTime();
      cable.mend();
      nginx.awaitLog("error.log", cable.address() + " of watched is back");
      Duration back = since(mended);
      assertThat(out).isLessThan(Duration.ofSeconds(30));
      Figures.note(runtime, ROW + "out with checks (500ms, 300ms, 2, 2), read_timeout 60s", out);
      Figures.note(runtime, ROW + "mended, back after", back);
    }
  }
}
