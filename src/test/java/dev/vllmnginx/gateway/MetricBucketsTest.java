package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** nginx's maps put each time into the bucket whose bound the page for Prometheus names. */
class MetricBucketsTest {
  private static final Path TREE = Path.of("examples/metrics/expected");
  private static final Pattern MAP =
      Pattern.compile("(?s)map \\S+ \\$vllm_request_bucket \\{(.*?)\\n}");
  private static final Pattern ENTRY = Pattern.compile("\"~(\\S+)\" (\\d+);");
  private static final Pattern BOUNDS = Pattern.compile("(?s)var BOUNDS = \\[(.*?)]");

  @Test
  void everyMillisecondOfElevenMinutesFallsIntoItsBucket() throws IOException {
    List<Double> bounds = bounds();
    Map<Pattern, Integer> entries = entries();
    assertThat(entries).hasSize(bounds.size());
    for (int milliseconds = 0; milliseconds < 660_000; milliseconds++) {
      String time = String.format(Locale.ROOT, "%d.%03d", milliseconds / 1000, milliseconds % 1000);
      int expected = 0;
      while (expected < bounds.size() && milliseconds > 1000 * bounds.get(expected) + 0.1) {
        expected++;
      }

      assertThat(bucket(entries, time)).as(time).isEqualTo(expected);
    }
  }

  private static int bucket(Map<Pattern, Integer> entries, String time) {
    for (Map.Entry<Pattern, Integer> entry : entries.entrySet()) {
      if (entry.getKey().matcher(time).find()) {
        return entry.getValue();
      }
    }
    return entries.size();
  }

  private static Map<Pattern, Integer> entries() throws IOException {
    Matcher map = MAP.matcher(Files.readString(TREE.resolve("conf.d/60-metrics.conf")));
    assertThat(map.find()).isTrue();
    Map<Pattern, Integer> entries = new LinkedHashMap<>();
    Matcher entry = ENTRY.matcher(map.group(1));
    while (entry.find()) {
      entries.put(Pattern.compile(entry.group(1)), Integer.parseInt(entry.group(2)));
    }
    return entries;
  }

  /** All but the last one, which is infinite. */
  private static List<Double> bounds() throws IOException {
    Matcher found = BOUNDS.matcher(Files.readString(TREE.resolve("njs/exposition.js")));
    assertThat(found.find()).isTrue();
    List<Double> bounds = new ArrayList<>();
    for (String bound : found.group(1).replaceAll("[\\s']", "").split(",", -1)) {
      if (!bound.equals("+Inf")) {
        bounds.add(Double.parseDouble(bound));
      }
    }
    return bounds;
  }
}
