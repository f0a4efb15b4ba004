package dev.vllmnginx.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.Generation;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.TextRenderer;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each hostile value at each place of a catalog that has every kind of value: it is refused in
 * words that are safe to show, or it stays a value and the configuration keeps its shape.
 */
class HostileCatalogsTest {
  private static final String HASH =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  private static final String CATALOG =
      """
      version: 1
      nginx: {version: "1.26.1", njs: "0.8.5", engine: njs, layout: standalone, user: www-data, worker_connections: 2048, pid: /run/nginx.pid}
      gateway:
        listen: [8080, "10.0.0.9:80", "[2001:db8::9]:80"]
        status_listen: "127.0.0.1:8089"
        server_name: [api.example.com, 10.0.0.9]
        tls: {listen: [443], certificate: /etc/letsencrypt/live/api.example.com/fullchain.pem, certificate_key: /etc/ssl/private/api.key, redirect: false}
        unknown_model: qwen
        missing_model: reject
        max_body_size: 16m
        limits: {requests: 100r/s, burst: 100, concurrency: 100, tokens: 200000/m, dry_run: false}
      defaults: {balance: round_robin, connect_timeout: 1500ms, read_timeout: 1h, send_timeout: 2m, max_fails: 0, fail_timeout: 30s, max_body_size: 8m, list_aliases: true, health: {probe: http, path: /ping, interval: 2s, timeout: 1s, fails: 1, passes: 4}}
      logging: {format: json, access_log: /var/log/vllm-nginx/access.log, error_log: /var/log/vllm-nginx/error.log, accounting: true}
      metrics: {listen: "127.0.0.1:9145", by_key: true}
      api_keys:
        - {id: team-a, sha256: "HASH", models: [qwen], expires: "2099-01-01T00:00:00Z", disabled: false, comment: ours, limits: {requests: 10r/s, burst: 4}}
      models:
        - name: qwen
          type: chat
          endpoints: [/v1/chat/completions, /tokenize]
          aliases: [small]
          served_name: org/Qwen
          list_aliases: false
          balance: least_conn
          connect_timeout: 1s
          read_timeout: 1d
          send_timeout: 10s
          max_body_size: 512k
          limits: {requests: 10r/s}
          servers: [{address: "10.0.0.1:8000", weight: 1000, max_conns: 65535, max_fails: 1000, fail_timeout: 1h, backup: false, down: false}]
      """
          .replace("HASH", HASH);

  /** As they stand between the double quotes. */
  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          "a\\nload_module evil.so;",
          "a\\r\\nX-Evil: 1",
          "a\\n",
          "a\\0b",
          "a\\u0007",
          "a\\u001b[31mred",
          "a\\u0085b",
          "a\\u2028b",
          "a\\u202eb",
          "a\u202eb",
          "a\u200bb",
          "\\ufeffa",
          "p\u0430ypal",
          "\uff11\uff12",
          "\u0663",
          "\ud83d\ude00",
          "\\ud800",
          "a{b}",
          "a;b",
          "a;",
          "a\\\"b",
          "a'b",
          "a\\\\",
          "a\\\\n",
          "$http_authorization",
          "${http_authorization}",
          "$1",
          "#comment",
          "a #b",
          "~.*",
          "*",
          "a*",
          "!a",
          "%0a",
          "default",
          "include",
          "hostnames",
          "volatile",
          "__proto__",
          "constructor",
          "</script>",
          "{{7*7}}",
          "[=1+1]",
          "${7*7}<#assign x=1>",
          "null",
          "true",
          "0",
          "-1",
          "+1",
          "1e9",
          "0x10",
          "1_000",
          "99999999999999999999999999",
          "NaN",
          ".inf",
          "../../etc/passwd",
          "/etc/passwd",
          "/dev/stdin",
          "/var/log/x;",
          "unix:/run/x.sock",
          "127.0.0.1:0",
          "127.0.0.1:65536",
          "127.0.0.1:080",
          "[fe80::1%eth0]:80",
          "[::ffff:127.0.0.1]:80",
          "169.254.169.254:80",
          "0x7f.1:80",
          "2130706433:80",
          "a..b:80",
          "-a:80",
          "http://a:80/",
          "-t",
          "--",
          "on;",
          "1m1s",
          "99999999d",
          "1s;",
          "10r/h",
          "1r/s; x");

  private static CatalogFile read(String yaml) {
    return CatalogFile.read("-", new ByteArrayInputStream(yaml.getBytes(UTF_8)));
  }

  private static Map<String, String> shape(CatalogDocument document) {
    Map<String, String> shapes = new TreeMap<>();
    for (RenderedFile file : Generation.tree(document.catalog()).files()) {
      if (file.path().endsWith(".conf")) {
        shapes.put(file.path(), NginxShape.of(file.text()));
      }
    }
    return shapes;
  }

  private static void scalars(Node node, List<Node.Scalar> found) {
    if (node instanceof Node.Scalar scalar) {
      found.add(scalar);
    } else if (node instanceof Node.Sequence sequence) {
      sequence.items().forEach(item -> scalars(item, found));
    } else if (node instanceof Node.Mapping mapping) {
      mapping.entries().forEach(entry -> scalars(entry.value(), found));
    }
  }

  @Test
  void everyValueAtEveryPlaceIsRefusedOrStaysAValue() {
    Node root = YamlReader.read(new SourceText("-", CATALOG)).value();
    CatalogDocument honest = read(CATALOG).document();
    assertThat(root).isNotNull();
    assertThat(honest).as("%s", read(CATALOG).diagnostics()).isNotNull();
    Map<String, String> shape = shape(honest);
    List<Node.Scalar> places = new ArrayList<>();
    scalars(root, places);
    int accepted = 0;
    for (Node.Scalar place : places) {
      int start = place.span().start().offset();
      int end = place.span().end().offset();
      for (String value : VALUES) {
        String yaml = CATALOG.substring(0, start) + '"' + value + '"' + CATALOG.substring(end);
        String what = "line " + place.span().start().line() + ", " + place.text() + ": " + value;
        accepted += isAccepted(yaml, what, shape) ? 1 : 0;
      }
    }

    assertThat(places).hasSizeGreaterThan(60);
    assertThat(accepted).isBetween(20, places.size() * VALUES.size() / 5);
  }

  private static boolean isAccepted(String yaml, String what, Map<String, String> shape) {
    CatalogFile file = read(yaml);
    CatalogDocument document = file.document();
    if (document != null) {
      assertThat(shape(document)).as(what).isEqualTo(shape);
      return true;
    }
    assertThat(file.diagnostics()).as(what).isNotEmpty();
    String shown = new TextRenderer(false).render(file.diagnostics(), file.lines());
    assertThat(
            shown
                .codePoints()
                .filter(c -> c != '\n' && (Character.isISOControl(c) || isInvisible(c)))
                .toArray())
        .as("%s%n%s", what, shown)
        .isEmpty();
    return false;
  }

  private static boolean isInvisible(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR
        || type == Character.SURROGATE;
  }
}
