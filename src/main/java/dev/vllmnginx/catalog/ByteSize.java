package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, more than zero. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
  private static final Pattern GRAMMAR = Pattern.compile("([1-9][0-9]{0,8})([kKmMgG])");

  /** Reads {@code 512k}, {@code 32m} or {@code 1g} (powers of 1024), within bounds. */
  public static Parsed<ByteSize> parse(String text, ByteSize least, ByteSize most) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not a size",
          "write a whole number and one of k, m, g, for example 32m");
    }
    int shift =
        switch (matcher.group(2)) {
          case "k", "K" -> 10;
          case "m", "M" -> 20;
          default -> 30;
        };
    ByteSize size = new ByteSize(Long.parseLong(matcher.group(1)) << shift);
    if (size.compareTo(least) < 0 || size.compareTo(most) > 0) {
      return Parsed.refused(
          DiagnosticCode.OUT_OF_RANGE,
          text + " is out of range",
          "from " + least.text() + " to " + most.text());
    }
    return Parsed.of(size);
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(mebibytes << 20);
  }

  /**
   * In nginx's syntax, with the largest unit that is exact: {@code 32m}, {@code 512k}, {@code
   * 1000}.
   */
  public String text() {
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "m";
    }
    return bytes % 1024 == 0 ? (bytes >> 10) + "k" : Long.toString(bytes);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }
}
