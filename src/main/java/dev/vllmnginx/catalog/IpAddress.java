package dev.vllmnginx.catalog;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address, read strictly: what resolvers also take for an address (decimal, hex or
 * octal numbers, fewer than four parts, zones) is none.
 */
public final class IpAddress {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!\\z)|\\z)){4}");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
  private static final int GROUPS = 8;

  /** Four numbers up to 255 or eight up to 65535. */
  private final int[] parts;

  private IpAddress(int[] parts) {
    this.parts = parts;
  }

  /** Reads an address of either kind, without brackets. */
  public static Optional<IpAddress> parse(String text) {
    return text.contains(":") ? parseIpv6(text) : parseIpv4(text);
  }

  /** Reads four decimal numbers without leading zeros. */
  public static Optional<IpAddress> parseIpv4(String text) {
    if (!IPV4.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new IpAddress(Arrays.stream(text.split("\\.", -1)).mapToInt(Integer::parseInt).toArray()));
  }

  /** Reads an IPv6 address without brackets and zone; its last 32 bits may be written as IPv4. */
  public static Optional<IpAddress> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      int[] groups = groups(text, true);
      return groups != null && groups.length == GROUPS
          ? Optional.of(new IpAddress(groups))
          : Optional.empty();
    }
    int[] head = groups(text.substring(0, gap), false);
    int[] tail = groups(text.substring(gap + 2), true);
    if (head == null || tail == null || head.length + tail.length >= GROUPS) {
      return Optional.empty();
    }
    int[] parts = Arrays.copyOf(head, GROUPS);
    System.arraycopy(tail, 0, parts, GROUPS - tail.length, tail.length);
    return Optional.of(new IpAddress(parts));
  }

  private static int @Nullable [] groups(String text, boolean mayEndInIpv4) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] words = text.split(":", -1);
    int[] found = new int[words.length + 1];
    int count = 0;
    for (int i = 0; i < words.length; i++) {
      if (GROUP.matcher(words[i]).matches()) {
        found[count++] = Integer.parseInt(words[i], 16);
        continue;
      }
      Optional<IpAddress> ipv4 = parseIpv4(words[i]);
      if (!mayEndInIpv4 || i != words.length - 1 || ipv4.isEmpty()) {
        return null;
      }
      int[] bytes = ipv4.get().parts;
      found[count++] = bytes[0] << 8 | bytes[1];
      found[count++] = bytes[2] << 8 | bytes[3];
    }
    return Arrays.copyOf(found, count);
  }

  /** Whether it is an IPv4 address. */
  public boolean isIpv4() {
    return parts.length == 4;
  }

  /** How long it is: 32 or 128. */
  public int bits() {
    return isIpv4() ? 32 : 128;
  }

  /** The first address of the block of those that share this many leading bits with it. */
  public IpAddress first(int prefix) {
    int size = bits() / parts.length;
    int[] first = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      int kept = Math.min(Math.max(prefix - i * size, 0), size);
      first[i] = parts[i] >> (size - kept) << (size - kept);
    }
    return new IpAddress(first);
  }

  /** {@code 0.0.0.0} or {@code ::}. */
  public boolean isUnspecified() {
    return Arrays.stream(parts).allMatch(part -> part == 0);
  }

  /** {@code 127.0.0.0/8} or {@code ::1}. */
  public boolean isLoopback() {
    return isIpv4() ? parts[0] == 127 : Arrays.equals(parts, new int[] {0, 0, 0, 0, 0, 0, 0, 1});
  }

  /** Many receivers or none: multicast, broadcast and the reserved block above it. */
  public boolean isMulticastOrReserved() {
    return isIpv4() ? parts[0] >= 224 : parts[0] >= 0xff00;
  }

  /** Reachable on one link only, where clouds serve their metadata. */
  public boolean isLinkLocal() {
    return isIpv4()
        ? parts[0] == 169 && parts[1] == 254
        : (parts[0] & 0xffc0) == 0xfe80 || (parts[0] & 0xffc0) == 0xfec0;
  }

  /** "This network", 0.0.0.0/8. */
  public boolean isThisNetwork() {
    return isIpv4() && parts[0] == 0;
  }

  /** An IPv4 address in IPv6's clothes: mapped, compatible, NAT64 or 6to4. */
  public boolean embedsIpv4() {
    if (isIpv4() || isUnspecified() || isLoopback()) {
      return false;
    }
    boolean fiveZeros = Arrays.stream(parts, 0, 5).allMatch(part -> part == 0);
    boolean nat64 = parts[0] == 0x64 && parts[1] == 0xff9b;
    return (fiveZeros && (parts[5] == 0 || parts[5] == 0xffff)) || nat64 || parts[0] == 0x2002;
  }

  /** The one way to write it (RFC 5952), without brackets. */
  public String text() {
    if (isIpv4()) {
      return parts[0] + "." + parts[1] + "." + parts[2] + "." + parts[3];
    }
    int start = 0;
    int length = 1;
    for (int i = 0; i < GROUPS; i++) {
      int zeros = zerosFrom(i);
      if (zeros > length) {
        start = i;
        length = zeros;
      }
    }
    if (length < 2) {
      return join(0, GROUPS);
    }
    return join(0, start) + "::" + join(start + length, GROUPS);
  }

  private int zerosFrom(int from) {
    int i = from;
    while (i < GROUPS && parts[i] == 0) {
      i++;
    }
    return i - from;
  }

  private String join(int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      out.append(i == from ? "" : ":").append(Integer.toHexString(parts[i]));
    }
    return out.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(parts, that.parts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(parts);
  }

  @Override
  public String toString() {
    return text();
  }
}
