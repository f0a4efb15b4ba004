package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A span of time, in whole milliseconds, more than zero. */
public record TimeSpan(long millis) implements Comparable<TimeSpan> {
  private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");

  /** Reads {@code 500ms}, {@code 2s}, {@code 10m}, {@code 1h} or {@code 1d}, within bounds. */
  public static Parsed<TimeSpan> parse(String text, TimeSpan least, TimeSpan most) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not a span of time",
          "write a whole number and one of ms, s, m, h, d, for example " + example(least));
    }
    TimeSpan span = new TimeSpan(Long.parseLong(matcher.group(1)) * millisOf(matcher.group(2)));
    if (span.compareTo(least) < 0 || span.compareTo(most) > 0) {
      return Parsed.refused(
          DiagnosticCode.OUT_OF_RANGE,
          text + " is out of range",
          "from " + least.text() + " to " + most.text());
    }
    return Parsed.of(span);
  }

  private static String example(TimeSpan least) {
    return least.millis >= 1000 ? least.text() : "2s";
  }

  private static long millisOf(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }

  public static TimeSpan ofSeconds(long seconds) {
    return new TimeSpan(seconds * 1000);
  }

  /**
   * In nginx's syntax, with the largest unit that is exact: {@code 1h}, {@code 90s}, {@code
   * 1500ms}.
   */
  public String text() {
    if (millis % 3_600_000 == 0) {
      return millis / 3_600_000 + "h";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }

  @Override
  public int compareTo(TimeSpan other) {
    return Long.compare(millis, other.millis);
  }
}
