package dev.vllmnginx.catalog;

/** A version of nginx or njs; a missing patch number is 0. */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
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
