package dev.vllmnginx.catalog;

/** A span of time, in whole milliseconds, more than zero. */
public record TimeSpan(long millis) {
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
}
