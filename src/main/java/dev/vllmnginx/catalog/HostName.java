package dev.vllmnginx.catalog;

/**
 * A host name in lower case: letters, digits and hyphens in dot-separated labels, at most 253
 * characters.
 */
public record HostName(String value) {
  @Override
  public String toString() {
    return value;
  }
}
