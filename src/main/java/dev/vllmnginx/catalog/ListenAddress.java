package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateway accepts connections.
 *
 * @param address an IPv4 address, or an IPv6 address without brackets; null: every IPv4 address
 * @param port 1 to 65535
 */
public record ListenAddress(@Nullable String address, int port) {
  private static final String EXAMPLE = "a port, \"127.0.0.1:80\" or \"[::]:80\"";

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  /** Reads {@code 80}, {@code 127.0.0.1:80} or {@code [::1]:80}. */
  public static Parsed<ListenAddress> parse(String text) {
    if (NUMBER.matcher(text).matches()) {
      return HostPort.parsePort(text).then(port -> Parsed.of(new ListenAddress(null, port)));
    }
    return HostPort.split(text, EXAMPLE).then(ListenAddress::parse);
  }

  /**
   * Reads an address that only this machine reaches: {@code 127.0.0.1:8088} or {@code [::1]:8088}.
   */
  public static Parsed<ListenAddress> parseLoopback(String text) {
    return parse(text)
        .then(
            listen ->
                listen.address() != null
                        && IpAddress.parse(listen.address())
                            .filter(IpAddress::isLoopback)
                            .isPresent()
                    ? Parsed.of(listen)
                    : Parsed.bad(
                        listen.text() + " is reached from elsewhere",
                        "write a loopback address and a port, \"127.0.0.1:8088\" or \"[::1]:8088\""));
  }

  private static Parsed<ListenAddress> parse(HostPort parts) {
    Optional<IpAddress> ip =
        parts.bracketed() ? IpAddress.parseIpv6(parts.host()) : IpAddress.parseIpv4(parts.host());
    if (ip.isEmpty()) {
      return Parsed.bad(Visible.quote(parts.host()) + " is not an IP address", "write " + EXAMPLE);
    }
    IpAddress address = ip.get();
    if (address.isMulticastOrReserved()
        || address.isLinkLocal()
        || address.embedsIpv4()
        || (address.isThisNetwork() && !address.isUnspecified())) {
      return Parsed.bad("nginx cannot listen on " + address.text(), "write " + EXAMPLE);
    }
    boolean everyIpv4 = address.isIpv4() && address.isUnspecified();
    return Parsed.of(new ListenAddress(everyIpv4 ? null : address.text(), parts.port()));
  }

  /**
   * The parameter of nginx's {@code listen}: {@code 80}, {@code 127.0.0.1:80} or {@code [::1]:80}.
   */
  public String text() {
    if (address == null) {
      return Integer.toString(port);
    }
    return address.contains(":") ? "[" + address + "]:" + port : address + ":" + port;
  }
}
