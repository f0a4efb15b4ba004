package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The harness itself, on an nginx that passes everything on: where it could lie. */
@OnEveryNginx
@SuppressWarnings("try") // a gateway that only has to run
class HarnessIT {
  private final NginxRuntime runtime;
  private final int port = NginxGateway.freePort();

  HarnessIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void runsTheVersionAndEngineThatItSays() {
    try (NginxGateway gateway = NginxGateway.start(runtime, tree("127.0.0.1:1"))) {
      RawResponse answer = RawHttpClient.plain(port).get("/engine");

      String engine = runtime.engine() == NginxVersion.Engine.QJS ? "QuickJS" : "njs";
      assertThat(answer.bodyText()).startsWith(engine + " ");
      if (runtime.version() != NginxVersion.NEWEST) {
        assertThat(answer.bodyText()).contains(" " + runtime.version());
      }
    }
  }

  @Test
  void passesRequestsToABackendAndReadsItsStreamEventByEvent() {
    try (RecordingBackend backend = RecordingBackend.chat("a", "m");
        NginxGateway gateway = NginxGateway.start(runtime, tree(backend.address()))) {
      backend.stream(3, Duration.ofMillis(150));

      RawResponse answer =
          RawHttpClient.plain(port)
              .post("/v1/chat/completions", "{\"model\":\"m\",\"stream\":true}");

      assertThat(answer.complete()).isTrue();
      assertThat(answer.pieces()).hasSize(5);
      Duration last = answer.pieces().get(4).after();
      assertThat(last).isGreaterThanOrEqualTo(Duration.ofMillis(4 * 150));
      assertThat(answer.pieces().get(0).after()).isLessThan(last.dividedBy(2));
      assertThat(backend.onlyRequest().bodyText()).isEqualTo("{\"model\":\"m\",\"stream\":true}");
    }
  }

  @Test
  void saysWhatNginxSaidWhenItDoesNotStart() {
    assertThatThrownBy(() -> NginxGateway.start(runtime, brokenTree()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("unknown directive \"nonsense\"");
  }

  @Test
  void reportsLogsAndFiles() {
    try (RecordingBackend backend = RecordingBackend.chat("a", "m");
        NginxGateway gateway = NginxGateway.start(runtime, tree(backend.address()))) {
      backend.refuse();

      RawHttpClient.plain(port).get("/v1/models");

      gateway.awaitLog("error.log", "Connection refused");
      assertThat(NginxGateway.reports())
          .contains("GET /v1/models", "Connection refused", "js_import", "--- nginx.conf");
    }
  }

  @Test
  void findsSecretsThatNginxWrites() {
    String config = new String(tree("127.0.0.1:1").get("nginx.conf"), UTF_8);
    Map<String, byte[]> files = new HashMap<>(tree("127.0.0.1:1"));
    files.put(
        "nginx.conf",
        config
            .replace(
                "http {",
                """
                http {
                    log_format keys '$http_authorization';
                    access_log /var/log/nginx/keys.log keys;""")
            .getBytes(UTF_8));
    NginxGateway gateway = NginxGateway.start(runtime, files);
    RawHttpClient.plain(port)
        .send(RawHttpClient.request("/v1/completions", "{}", "Authorization: Bearer sk-ThatOne"));
    gateway.awaitLog("keys.log", "sk-ThatOne");

    assertThatThrownBy(gateway::close)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("keys.log holds a secret: Bearer sk-ThatOne");
  }

  @Test
  void checksManyTreesAndNamesThoseThatNginxRefuses() {
    Map<String, String> rejected =
        ConfigurationCheck.rejected(
            runtime,
            Map.of(
                "good", tree("127.0.0.1:1"),
                "bad", brokenTree()));

    assertThat(rejected).containsOnlyKeys("bad");
    assertThat(rejected.get("bad")).contains("unknown directive");
  }

  private Map<String, byte[]> brokenTree() {
    Map<String, byte[]> files = new HashMap<>(tree("127.0.0.1:1"));
    String conf = new String(Objects.requireNonNull(files.get("nginx.conf")), UTF_8);
    files.put("nginx.conf", bytes(conf.replace("js_import", "nonsense; js_import")));
    return files;
  }

  private Map<String, byte[]> tree(String backend) {
    String conf =
        """
        load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
        error_log /var/log/nginx/error.log;
        events {}
        http {
            access_log /var/log/nginx/access.log;
            js_import e from engine.js;
            server {
                listen 127.0.0.1:%d;
                location = /engine { js_content e.name; }
                location / { proxy_pass http://%s; proxy_buffering off; proxy_http_version 1.1; }
            }
        }
        """
            .formatted(port, backend);
    String script =
        """
        export default {name: function (r) {
          r.return(200, (njs.engine || 'njs') + ' ' + r.variables.nginx_version);
        }};
        """;
    return Map.of("nginx.conf", bytes(conf), "engine.js", bytes(script));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
