package dev.vllmnginx.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.nginx.ConfigTestResult.Accepted;
import dev.vllmnginx.nginx.ConfigTestResult.Rejected;
import dev.vllmnginx.nginx.NginxMessage;
import dev.vllmnginx.nginx.NginxMessage.Level;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RejectionExplainerTest {
  private static final CatalogPath SERVER = new CatalogPath("models[0].servers[0].address");
  private static final CatalogPath CERTIFICATE = new CatalogPath("gateway.tls.certificate");
  private static final Location PLACE = new Location("catalog.yaml", 9, 17, 14);

  private static final RenderedTree TREE =
      new RenderedTree(
          List.of(
              file(
                  "conf.d/20-upstreams.conf",
                  """
                  upstream m0_llama {
                      server gpu.invalid:8000;
                      keepalive 32;
                  }

                  upstream m1_qwen {
                      zone m1 64k;
                  }
                  """,
                  2,
                  SERVER),
              file(
                  "conf.d/40-server.conf",
                  "server {\n    ssl_certificate \"/etc/ssl/api.pem\";\n}\n",
                  2,
                  CERTIFICATE),
              file("njs/http.js", "export default {};\n", 0, SERVER)));

  private static RenderedFile file(String path, String text, int line, CatalogPath origin) {
    TreeMap<Integer, CatalogPath> origins = new TreeMap<>();
    if (line > 0) {
      origins.put(line, origin);
    }
    return new RenderedFile(path, text, origins);
  }

  private static Diagnostic explain(Level level, String text, @Nullable String file, int line) {
    return new RejectionExplainer(path -> path.equals(SERVER) ? PLACE : null)
        .explain(new Rejected(TREE, List.of(new NginxMessage(level, text, file, line))))
        .get(0);
  }

  @Test
  void quotesTheGeneratedLineAndPointsIntoTheCatalog() {
    Diagnostic diagnostic =
        explain(
            Level.EMERG,
            "host not found in upstream \"gpu.invalid:8000\"",
            "conf.d/20-upstreams.conf",
            2);

    assertThat(diagnostic.code()).isEqualTo(DiagnosticCode.NGINX_REJECTED);
    assertThat(diagnostic.severity()).isEqualTo(Severity.ERROR);
    assertThat(diagnostic.path()).isEqualTo(SERVER);
    assertThat(diagnostic.location()).isEqualTo(PLACE);
    assertThat(diagnostic.message())
        .isEqualTo(
            "nginx refused conf.d/20-upstreams.conf:2 `server gpu.invalid:8000;`: host not found in"
                + " upstream \"gpu.invalid:8000\"");
    assertThat(diagnostic.hint()).startsWith("nginx looks names up when it starts");
  }

  @Test
  void theEndOfABlockBelongsToTheBlockAndNotToTheOneBefore() {
    assertThat(explain(Level.EMERG, "x", "conf.d/20-upstreams.conf", 4).path()).isEqualTo(SERVER);
    assertThat(explain(Level.EMERG, "x", "conf.d/20-upstreams.conf", 8).path())
        .isEqualTo(CatalogPath.ROOT);
    assertThat(explain(Level.EMERG, "x", "conf.d/20-upstreams.conf", 1).path())
        .isEqualTo(CatalogPath.ROOT);
  }

  @Test
  void aMessageWithoutPlaceIsFoundByWhatItQuotes() {
    Diagnostic diagnostic =
        explain(
            Level.EMERG, "cannot load certificate \"/etc/ssl/api.pem\": BIO_new_file()", null, 0);

    assertThat(diagnostic.path()).isEqualTo(CERTIFICATE);
    assertThat(diagnostic.location()).isNull();
    assertThat(diagnostic.message())
        .startsWith(
            "nginx refused conf.d/40-server.conf:2 `ssl_certificate \"/etc/ssl/api.pem\";`");
  }

  @Test
  void whatHasNothingToDoWithTheCatalogIsStillSaid() {
    assertThat(explain(Level.EMERG, "bind() failed", null, 0).message())
        .isEqualTo("nginx refused the configuration: bind() failed");
    assertThat(explain(Level.EMERG, "unknown directive \"x\"", "/etc/nginx/a.conf", 3).message())
        .isEqualTo("nginx refused /etc/nginx/a.conf:3: unknown directive \"x\"");
    assertThat(explain(Level.EMERG, "x", "conf.d/20-upstreams.conf", 99).message())
        .isEqualTo("nginx refused conf.d/20-upstreams.conf:99: x");
  }

  @Test
  void severalLinesBecomeOneWithoutControlCharacters() {
    assertThat(explain(Level.EMERG, "SyntaxError: a\u001b[31m\n    at http.js:1", "http.js", 1))
        .extracting(Diagnostic::message)
        .isEqualTo(
            "nginx refused njs/http.js:1 `export default {};`: SyntaxError: a\\x1b[31m at"
                + " http.js:1");
  }

  @Test
  void warningsStayWarnings() {
    NginxMessage warning = new NginxMessage(Level.WARN, "deprecated", null, 0);
    RejectionExplainer explainer = new RejectionExplainer(path -> null);

    assertThat(explainer.explain(new Accepted(TREE, List.of(warning))))
        .extracting(Diagnostic::code)
        .containsExactly(DiagnosticCode.NGINX_WARNED);
    assertThat(explainer.explain(new Rejected(TREE, List.of(warning))))
        .extracting(Diagnostic::severity)
        .containsExactly(Severity.WARNING);
  }
}
