package dev.vllmnginx.cli;

import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.TimeSpan;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how long an old key stays valid: 24h, 7d, or 0s for not at all. */
final class GraceTime implements ITypeConverter<Duration> {
  private static final TimeSpan LEAST = TimeSpan.ofSeconds(1);
  private static final TimeSpan MOST = TimeSpan.ofSeconds(90 * 86_400);

  @Override
  public Duration convert(String value) {
    if (value.equals("0s") || value.equals("0")) {
      return Duration.ZERO;
    }
    if (TimeSpan.parse(value, LEAST, MOST) instanceof Parsed.Accepted<TimeSpan> time) {
      return Duration.ofMillis(time.value().millis());
    }
    throw new TypeConversionException("expected a time from 0s to 90d, such as 24h");
  }
}
