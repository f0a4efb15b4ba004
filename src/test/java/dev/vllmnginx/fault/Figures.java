package dev.vllmnginx.fault;

import dev.vllmnginx.testing.NginxRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the tests of faults measured, as a Markdown table. {@code -Dfigures=FILE} writes it; without
 * it the figures are only held against generous bounds.
 */
final class Figures {
  private static final String HEAD =
      """
      # What faults cost

      Measured by the tests in `src/test/java/dev/vllmnginx/fault`, on a machine that was busy with other things, with the
      time-outs that the rows name: `src/bin/test.sh -Dit.test='*FaultsIT,CutConnectionIT,HealthIT' -Dfigures=src/bench/faults.md`.

      - F05: who is sent to a connection that is kept and was cut waits for `read_timeout`: the request may have begun to
        work. nginx keeps idle connections for 4 s, so only requests within that time meet one.
      - F13: nginx passes what does not begin as HTTP as if it were HTTP/0.9, and has no directive against it. `health` and
        `doctor` find such a server; without them the log shows it by the status 9.

      """;

  private static final Map<String, Map<String, String>> ROWS = new TreeMap<>();

  private Figures() {}

  /**
   * Notes a figure.
   *
   * @param row what was broken and what was measured; rows are sorted by this text
   */
  static synchronized void note(NginxRuntime runtime, String row, String value) {
    ROWS.computeIfAbsent(row, missing -> new TreeMap<>()).put(column(runtime), value);
    String file = System.getProperty("figures");
    if (file != null) {
      write(Path.of(file));
    }
  }

  static void note(NginxRuntime runtime, String row, Duration value) {
    note(runtime, row, text(value));
  }

  /** For a person: {@code 3.1 ms}, {@code 1.02 s}. */
  static String text(Duration value) {
    double millis = value.toNanos() / 1e6;
    return millis < 10
        ? String.format(Locale.ROOT, "%.1f ms", millis)
        : millis < 1000
            ? String.format(Locale.ROOT, "%.0f ms", millis)
            : String.format(Locale.ROOT, "%.2f s", millis / 1000);
  }

  private static String column(NginxRuntime runtime) {
    return runtime.toString();
  }

  private static void write(Path file) {
    List<String> columns = NginxRuntime.all().map(Figures::column).toList();
    StringBuilder table = new StringBuilder(HEAD).append("| fault: figure |");
    columns.forEach(column -> table.append(' ').append(column).append(" |"));
    table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
    ROWS.forEach(
        (row, values) ->
            table
                .append("| ")
                .append(row)
                .append(" |")
                .append(
                    columns.stream()
                        .map(column -> " " + values.getOrDefault(column, "-") + " |")
                        .collect(Collectors.joining()))
                .append('\n'));
    try {
      Files.writeString(file, table);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
