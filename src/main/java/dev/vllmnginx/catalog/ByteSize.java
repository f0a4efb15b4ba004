package dev.vllmnginx.catalog;

/** A number of bytes, more than zero. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {
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
