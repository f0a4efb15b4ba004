package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnNginxWithSharedDictionaries;
import dev.vllmnginx.testing.RawHttpClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Workers that take tokens out of one bucket all the time, at the same time. */
@OnNginxWithSharedDictionaries
class TokenBucketsIT {
  private static final int REQUESTS = 12;
  private static final int TIMES = 2_000;
  private static final int TOKENS = 60;

  private final int port = NginxGateway.freePort();
  private final NginxRuntime runtime;

  TokenBucketsIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void losesNothing() throws IOException, InterruptedException, ExecutionException {
    NginxGateway.start(
        runtime,
        Map.of(
            "nginx.conf", configuration().getBytes(UTF_8),
            "spender.js", spender().getBytes(UTF_8),
            "tokens.js", Files.readAllBytes(Path.of("njs/tokens.js")),
            "accounting.js", Files.readAllBytes(Path.of("njs/accounting.js"))));
    ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
    try {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        answers.add(clients.submit(() -> RawHttpClient.plain(port).get("/spend").status()));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    } finally {
      clients.shutdownNow();
    }

    // A token takes a second to come back: those that came back while the test ran are few.
    int wait = Integer.parseInt(RawHttpClient.plain(port).get("/wait").bodyText());
    int spent = REQUESTS * TIMES * TOKENS;
    assertThat(spent - wait).isBetween(-1, 10 * TOKENS);
  }

  private static String spender() {
    return """
        import tokens from './tokens.js';
        function spend(r) {
            for (var i = 0; i < %d; i++) { tokens.spend(r); }
            r.return(200);
        }
        function wait(r) {
            tokens.check(r);
            r.return(200, r.variables.vllm_token_wait);
        }
        export default {spend, wait};
        """
        .formatted(TIMES);
  }

  private String configuration() {
    return """
        load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
        worker_processes 4;
        error_log /var/log/nginx/error.log;
        events {}
        http {
            access_log off;
            js_import spender from spender.js;
            js_shared_dict_zone zone=vllm_tokens:1m type=number timeout=1h evict;
            js_var $vllm_token_limit;
            js_var $vllm_token_wait;
            js_var $vllm_limit_tokens;
            js_var $vllm_remaining_tokens;
            js_var $vllm_reset_tokens;
            server {
                listen 127.0.0.1:%d reuseport;
                set $vllm_spending "200|%d|0||0|1|OK|1|/";
                set $vllm_token_limits "client|0|model|0|key|60|enforced";
                location = /spend { js_content spender.spend; }
                location = /wait { js_content spender.wait; }
            }
        }
        """
        .formatted(port, TOKENS);
  }
}
