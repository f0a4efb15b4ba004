package dev.vllmnginx.monitoring;

import static dev.vllmnginx.gateway.ObservedGateway.CHAT;
import static dev.vllmnginx.gateway.ObservedGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDINGS;
import static dev.vllmnginx.gateway.ObservedGateway.EMBEDDING_MODEL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.gateway.ObservedGateway;
import dev.vllmnginx.testing.Fault;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A real Prometheus reads a real gateway by the generated configuration: each query of the rules
 * and of the dashboard has an answer, and each alert fires when what it watches is broken. Only the
 * time scale is another.
 */
class MonitoringIT {
  private static final NginxRuntime RUNTIME =
      new NginxRuntime(NginxVersion.NEWEST, NginxVersion.Engine.NJS);
  private static final String CERTIFICATE = "/tmp/certificate/api.pem";
  private static final Pattern QUERY = Pattern.compile("(?m)^ +(?:expr: |- record: )(.*)$");
  private static final Pattern ALERT = Pattern.compile("- alert: ([A-Za-z]+)");

  private final int port = NginxGateway.freePort();
  private final Path directory;
  private final Set<String> fired = new LinkedHashSet<>();

  MonitoringIT() throws IOException {
    directory = Files.createTempDirectory(Path.of("target"), "prometheus");
  }

  @Test
  void answersEveryQueryAndFiresEachAlert() throws IOException {
    try (ObservedGateway gateway =
        ObservedGateway.withCertificate(
            RUNTIME,
            MonitoringIT::withLimitAndFullMemory,
            CERTIFICATE,
            "nginx: {version: \"1.26\", njs: \"0.8.9\"}",
            "logging: {accounting: true}",
            "metrics: {listen: \"127.0.0.1:" + port + "\"}")) {
      write(gateway);
      assertThat(Prometheus.promtool(directory, "check", "config", "prometheus.yml")).isEmpty();
      try (Prometheus prometheus = Prometheus.start(directory)) {
        assertEveryQueryIsAnswered(gateway, prometheus);
        assertThat(prometheus.firing()).isEmpty();
        breakServersAndLimits(gateway, prometheus);
        replaceCertificate(gateway, TestCertificate.lasting(13));
        awaitAlerts(prometheus, () -> {}, "VllmCertificateExpires");
        replaceCertificate(gateway, TestCertificate.certificate());
        gateway.nginx().run("chmod 600 " + CERTIFICATE);
        awaitAlerts(prometheus, () -> {}, "VllmCertificateNotRead");
        awaitAlerts(prometheus, () -> loadWithoutRoom(gateway), "VllmCountsLost");
        gateway.nginx().close();
        awaitAlerts(prometheus, () -> {}, "VllmGatewayDown");
      }
      assertThat(fired).containsAll(alerts(gateway));
    }
  }

  private void assertEveryQueryIsAnswered(ObservedGateway gateway, Prometheus prometheus) {
    List<String> open = new ArrayList<>(queries(gateway));
    assertThat(open).hasSizeGreaterThan(20);
    await(
        Duration.ofSeconds(30),
        () -> {
          load(gateway);
          open.removeIf(query -> prometheus.series(query) > 0);
          return open.isEmpty();
        });
    assertThat(open).as("queries without an answer").isEmpty();
  }

  /** Requests of every kind, all but the refused ones served. */
  private static void load(ObservedGateway gateway) {
    gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL));
    gateway.client().post(CHAT, ObservedGateway.stream(CHAT_MODEL, true));
    gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));
    gateway.client().post(CHAT, ObservedGateway.chat("unheard-of"));
  }

  private static void replaceCertificate(ObservedGateway gateway, byte[] pem) {
    gateway.nginx().run("printf %s '" + new String(pem, UTF_8) + "' >" + CERTIFICATE);
  }

  /** A request that is over leaves its room to others, so that it has to be taken each time. */
  private void loadWithoutRoom(ObservedGateway gateway) {
    RawHttpClient.plain(port).get("/fill");
    load(gateway);
  }

  private void breakServersAndLimits(ObservedGateway gateway, Prometheus prometheus) {
    String limited =
        RawHttpClient.request(CHAT, ObservedGateway.chat(CHAT_MODEL), "User-Agent: limited");
    gateway.client().send(limited);
    gateway.embedding().refuse();
    gateway.first().fail(Fault.SLOW_HEAD);
    ExecutorService slow = Executors.newSingleThreadExecutor();
    List<Future<?>> asked = new ArrayList<>(List.of(slowChat(slow, gateway)));
    awaitAlerts(
        prometheus,
        () -> {
          if (asked.get(0).isDone()) {
            asked.set(0, slowChat(slow, gateway));
          }
          gateway.client().send(limited);
          gateway.client().post(EMBEDDINGS, ObservedGateway.embed(EMBEDDING_MODEL));
        },
        "VllmModelDown",
        "VllmErrorRatio",
        "VllmReplicaFailing",
        "VllmLimitHit",
        "VllmSlowFirstByte");
    slow.shutdown();
    gateway.first().fail(Fault.NONE);
    gateway.embedding().accept();
  }

  private static Future<?> slowChat(ExecutorService slow, ObservedGateway gateway) {
    return slow.submit(() -> gateway.client().post(CHAT, ObservedGateway.chat(CHAT_MODEL)));
  }

  private void awaitAlerts(Prometheus prometheus, Runnable meanwhile, String... alerts) {
    boolean all =
        await(
            Duration.ofSeconds(60),
            () -> {
              meanwhile.run();
              fired.addAll(prometheus.firing());
              return fired.containsAll(List.of(alerts));
            });
    assertThat(all).as("of %s fired only %s", List.of(alerts), fired).isTrue();
  }

  private static boolean await(Duration atMost, BooleanSupplier condition) {
    long end = System.nanoTime() + atMost.toNanos();
    while (System.nanoTime() < end) {
      if (condition.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** The expressions of the rules, the names that they record, and what the dashboard asks for. */
  private static List<String> queries(ObservedGateway gateway) {
    List<String> queries = new ArrayList<>();
    String rules = rules(gateway);
    Matcher found = QUERY.matcher(rules.substring(0, rules.indexOf("alerts")));
    while (found.find()) {
      queries.add(found.group(1));
    }
    JsonNode dashboard =
        JsonMapper.shared().readTree(text(gateway, "monitoring/grafana-dashboard.json"));
    for (JsonNode panel : dashboard.path("panels")) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(
            target
                .path("expr")
                .stringValue()
                .replace("$__rate_interval", "10s")
                .replace("$model", ".+"));
      }
    }
    return queries;
  }

  private static Set<String> alerts(ObservedGateway gateway) {
    Set<String> alerts = new LinkedHashSet<>();
    Matcher found = ALERT.matcher(rules(gateway));
    while (found.find()) {
      alerts.add(found.group(1));
    }
    return alerts;
  }

  /** Seconds instead of minutes, and one of them counts as slow. */
  private static String rules(ObservedGateway gateway) {
    return text(gateway, "monitoring/prometheus-rules.yml")
        .replaceAll("\\[[25]m]", "[10s]")
        .replace("p95_5m > 10\n", "p95_5m > 1\n")
        .replaceAll("for: [0-9]+[mh]", "for: 1s");
  }

  private void write(ObservedGateway gateway) throws IOException {
    String global = "global: {scrape_interval: 1s, evaluation_interval: 1s}\n";
    Files.writeString(
        directory.resolve("prometheus.yml"),
        global
            + "rule_files: [prometheus-rules.yml]\n"
            + text(gateway, "monitoring/prometheus-scrape.yml"));
    Files.writeString(directory.resolve("prometheus-rules.yml"), rules(gateway));
  }

  private static String text(ObservedGateway gateway, String path) {
    byte[] bytes = gateway.files().get(path);
    if (bytes == null) {
      throw new AssertionError("there is no " + path + " in " + gateway.files().keySet());
    }
    return new String(bytes, UTF_8);
  }

  /** A limit on a client that calls itself so, and a page that fills the memory for counts. */
  private static Map<String, byte[]> withLimitAndFullMemory(Map<String, byte[]> files) {
    Map<String, byte[]> changed = new TreeMap<>(files);
    change(
        changed,
        "conf.d/60-metrics.conf",
        "server {",
        """
        map $http_user_agent $test_limited { default ""; limited 1; }
        limit_req_zone $test_limited zone=test:1m rate=1r/m;
        limit_req_status 429;
        server {
            location = /fill { js_import fill from njs/fill.js; js_content fill.fill; }
        """);
    change(
        changed,
        "conf.d/40-server.conf",
        "location @chat_completions {",
        "location @chat_completions {\n        limit_req zone=test;");
    changed.put(
        "njs/fill.js",
        """
        function fill(r) {
            try {
                for (var i = 0; ; i++) { ngx.shared.vllm_metrics.set('cut|' + i, 0); }
            } catch (e) {
                r.return(200);
            }
        }
        export default {fill};
        """
            .getBytes(UTF_8));
    return changed;
  }

  private static void change(Map<String, byte[]> files, String path, String old, String now) {
    String text = new String(files.getOrDefault(path, new byte[0]), UTF_8);
    if (!text.contains(old)) {
      throw new AssertionError(path + " has no " + old + ":\n" + text);
    }
    files.put(
        path, text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(now)).getBytes(UTF_8));
  }
}
