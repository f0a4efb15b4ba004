package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One address or a block of them, as {@code set_real_ip_from} takes it.
 *
 * @param address the first one of the block
 * @param prefix how many leading bits all addresses of the block share: 1 to 32, for IPv6 to 128
 */
public record IpNetwork(IpAddress address, int prefix) {
  private static final Pattern PREFIX = Pattern.compile("[1-9][0-9]{0,2}");

  /** Reads {@code ADDRESS} or {@code ADDRESS/PREFIX}; the block of all addresses is refused. */
  public static Parsed<IpNetwork> parse(String text) {
    int slash = text.indexOf('/');
    Optional<IpAddress> address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
    if (address.isEmpty()) {
      return Parsed.bad(
          Visible.quote(text) + " is neither an IP address nor a block of them",
          "write it as 10.0.0.0/8, 192.168.1.7 or 2001:db8::/32");
    }
    return slash < 0
        ? Parsed.of(new IpNetwork(address.get(), address.get().bits()))
        : block(text, address.get(), text.substring(slash + 1));
  }

  private static Parsed<IpNetwork> block(String text, IpAddress address, String prefix) {
    if (prefix.equals("0")) {
      return Parsed.bad(
          Visible.quote(text) + " is everybody: whoever connects could give himself any address",
          "name the addresses of the proxies");
    }
    if (!PREFIX.matcher(prefix).matches() || Integer.parseInt(prefix) > address.bits()) {
      return Parsed.bad(
          Visible.quote(text) + " has no number of bits from 1 to " + address.bits(),
          "write it as 10.0.0.0/8 or 2001:db8::/32");
    }
    int bits = Integer.parseInt(prefix);
    IpAddress first = address.first(bits);
    if (!first.text().equals(address.text())) {
      return Parsed.bad(
          Visible.quote(text) + " does not begin a block of that size",
          "the block is " + first.text() + "/" + bits);
    }
    return Parsed.of(new IpNetwork(address, bits));
  }

  /** The one way to write it; a single address has no prefix. */
  public String text() {
    return prefix == address.bits() ? address.text() : address.text() + "/" + prefix;
  }
}
