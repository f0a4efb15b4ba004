package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Points in time as RFC 3339 writes them, with a zone. */
public final class Expiry {
  private static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
  private static final String TIME = "[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?";
  private static final Pattern GRAMMAR =
      Pattern.compile(DAY + "T" + TIME + "(?:Z|[+-][0-9]{2}:[0-9]{2})");
  private static final Pattern ZONELESS = Pattern.compile(DAY + "(?:[Tt ]" + TIME + ")?");
  private static final String EXAMPLE = "2027-01-31T00:00:00Z";

  private Expiry() {}

  /** Reads {@code 2027-01-31T00:00:00Z} or {@code 2027-01-31T00:00:00+01:00}. */
  public static Parsed<Instant> parse(String text) {
    if (ZONELESS.matcher(text).matches()) {
      return Parsed.bad(
          Visible.quote(text) + " has no time with a zone", "write for example " + EXAMPLE);
    }
    if (!GRAMMAR.matcher(text).matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not a point in time", "write for example " + EXAMPLE);
    }
    try {
      return Parsed.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Parsed.refused(
          DiagnosticCode.OUT_OF_RANGE,
          Visible.quote(text) + " is on no calendar",
          "write for example " + EXAMPLE);
    }
  }
}
