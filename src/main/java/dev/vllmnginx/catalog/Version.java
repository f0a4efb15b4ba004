package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of nginx or njs; a missing patch number is 0. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final String NUMBER = "(0|[1-9][0-9]{0,2})";
  private static final Pattern GRAMMAR =
      Pattern.compile(NUMBER + "\\." + NUMBER + "(?:\\." + NUMBER + ")?");

  /** Reads {@code 1.22} or {@code 1.22.1}; a version below {@code least} is refused. */
  public static Parsed<Version> parse(String text, Version least) {
    Matcher matcher = GRAMMAR.matcher(text);
    if (!matcher.matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not a version", "write it as \"1.22\" or \"1.22.1\"");
    }
    String patch = matcher.group(3);
    Version version =
        new Version(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            patch == null ? 0 : Integer.parseInt(patch));
    if (!version.isAtLeast(least)) {
      return Parsed.refused(
          DiagnosticCode.OUT_OF_RANGE, text + " is too old", "the oldest supported is " + least);
    }
    return Parsed.of(version);
  }

  public static Version of(int major, int minor, int patch) {
    return new Version(major, minor, patch);
  }

  public boolean isAtLeast(Version other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(Version other) {
    int byMajor = Integer.compare(major, other.major);
    int byMinor = Integer.compare(minor, other.minor);
    return byMajor != 0 ? byMajor : byMinor != 0 ? byMinor : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
