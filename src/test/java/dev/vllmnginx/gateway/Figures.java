package dev.vllmnginx.gateway;

import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One scrape of a gateway: each series as Prometheus' text has it, without the common prefix, to
 * its value.
 */
record Figures(Map<String, Double> series) {
  private static final String PREFIX = "vllm_gateway_";

  static Figures of(int port) {
    RawResponse answer = RawHttpClient.plain(port).get("/metrics");
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    Map<String, Double> series = new TreeMap<>();
    answer
        .bodyText()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              String name = line.substring(PREFIX.length(), space);
              if (series.put(name, Double.parseDouble(line.substring(space + 1))) != null) {
                throw new AssertionError("twice: " + line);
              }
            });
    return new Figures(series);
  }

  /** Waits up to five seconds until the figures are as they should; gives the last ones anyway. */
  static Figures await(int port, Predicate<Figures> wanted) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    Figures figures = of(port);
    while (!wanted.test(figures) && System.nanoTime() < end) {
      figures = of(port);
    }
    return figures;
  }

  /** The value of a series; 0 if it is not there. */
  double of(String series) {
    return this.series.getOrDefault(series, 0.0);
  }

  /** The sum of all series of that name. */
  double sum(String name) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().equals(name) || entry.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The sum of all series of that name that have all these labels. */
  double sumOf(String name, String... labels) {
    return series.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "{"))
        .filter(entry -> List.of(labels).stream().allMatch(entry.getKey()::contains))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
