package dev.vllmnginx.monitoring;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of the test's own, and promtool. */
final class Prometheus implements AutoCloseable {
  private final int port = NginxGateway.freePort();
  private final Process process;

  private Prometheus(Path directory) throws IOException {
    process =
        new ProcessBuilder(
                program("prometheus"),
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port,
                "--log.level=warn")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("prometheus.log").toFile())
            .start();
  }

  /** Starts one in a directory that has {@code prometheus.yml}, and waits until it answers. */
  static Prometheus start(Path directory) {
    try {
      Prometheus prometheus = new Prometheus(directory);
      prometheus.awaitReady(directory);
      return prometheus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(Path directory) throws IOException {
    for (int i = 0; i < 600; i++) {
      if (!process.isAlive()) {
        throw new AssertionError(Files.readString(directory.resolve("prometheus.log")));
      }
      try {
        if (RawHttpClient.plain(port).get("/-/ready").status() == 200) {
          return;
        }
      } catch (UncheckedIOException | AssertionError e) {
        // It does not listen yet.
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    throw new AssertionError("Prometheus does not become ready");
  }

  /** What promtool says of files; empty if it finds nothing wrong. */
  static String promtool(Path directory, String... arguments) {
    try {
      List<String> command = new ArrayList<>(List.of(program("promtool")));
      command.addAll(List.of(arguments));
      Process promtool =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return promtool.waitFor() == 0 ? "" : said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many series a query gives that hold a number. */
  int series(String query) {
    JsonNode answer = get("/api/v1/query?query=" + encoded(query));
    int series = 0;
    for (JsonNode result : answer.path("data").path("result")) {
      series += result.path("value").path(1).stringValue().equals("NaN") ? 0 : 1;
    }
    return series;
  }

  /** The names of the alerts that fire. */
  Set<String> firing() {
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts")) {
      if (alert.path("state").stringValue().equals("firing")) {
        names.add(alert.path("labels").path("alertname").stringValue());
      }
    }
    return names;
  }

  private JsonNode get(String path) {
    RawResponse answer = RawHttpClient.plain(port).get(path);
    if (answer.status() != 200) {
      throw new AssertionError(path + ": " + answer);
    }
    return JsonMapper.shared().readTree(answer.bodyText());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String program(String name) {
    return Optional.ofNullable(System.getenv("VLLM_NGINX_TEST_PROMETHEUS"))
        .map(directory -> Path.of(directory, name).toString())
        .orElseThrow(
            () ->
                new AssertionError(
                    "there is no Prometheus: run src/bin/test.sh, or eval \"$(sh src/bin/setup-tests.sh)\""));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
