package dev.vllmnginx.catalog;

/**
 * A name that clients send as {@code model}: exact, case-sensitive, 1 to 128 characters of {@code
 * A-Z a-z 0-9 . _ / : @ + -}.
 */
public record ModelName(String value) {
  @Override
  public String toString() {
    return value;
  }
}
