package dev.vllmnginx.nginx;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of an nginx or njs that is installed here. */
public record VersionNumber(int major, int minor, int patch) implements Comparable<VersionNumber> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:\\.(\\d{1,6}))?");
  private static final Comparator<VersionNumber> ORDER =
      Comparator.comparingInt(VersionNumber::major)
          .thenComparingInt(VersionNumber::minor)
          .thenComparingInt(VersionNumber::patch);

  /** Reads {@code 1.22.1} or {@code 1.22}; empty for anything else. */
  public static Optional<VersionNumber> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int patch = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    return Optional.of(
        new VersionNumber(
            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), patch));
  }

  /** Whether this version has what {@code other} introduced. */
  public boolean isAtLeast(VersionNumber other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(VersionNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
