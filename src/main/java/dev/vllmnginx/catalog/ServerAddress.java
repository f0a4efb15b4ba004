package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.Optional;
import java.util.Set;

/**
 * Host and port of a server.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a host name
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
  private static final String EXAMPLE =
      "\"10.0.0.12:8000\", \"[2001:db8::1]:8000\" or \"host.example:8000\"";

  /** Where clouds hand out credentials to whoever asks from inside. */
  private static final Set<String> METADATA_HOSTS =
      Set.of(
          "metadata",
          "metadata.google.internal",
          "metadata.goog",
          "instance-data",
          "instance-data.ec2.internal");

  private static final Set<String> METADATA_ADDRESSES =
      Set.of("fd00:ec2::254", "fd20:ce::254", "100.100.100.200", "192.0.0.192", "168.63.129.16");

  /** Reads {@code host:port}; places that no gateway should connect to are refused. */
  public static Parsed<ServerAddress> parse(String text) {
    return HostPort.split(text, EXAMPLE).then(ServerAddress::parse);
  }

  /**
   * The one spelling in which addresses are compared; what is no address stays as it is.
   *
   * @param text as somebody wrote it
   */
  public static String canonical(String text) {
    return parse(text) instanceof Parsed.Accepted<ServerAddress> parsed
        ? parsed.value().text()
        : text;
  }

  private static Parsed<ServerAddress> parse(HostPort parts) {
    Optional<IpAddress> ip =
        parts.bracketed() ? IpAddress.parseIpv6(parts.host()) : IpAddress.parseIpv4(parts.host());
    if (ip.isPresent()) {
      return allowed(ip.get(), parts.port());
    }
    if (parts.bracketed()) {
      return Parsed.bad(
          Visible.quote("[" + parts.host() + "]") + " is not an IPv6 address",
          parts.host().contains("%") ? "leave the zone out" : null);
    }
    return HostName.parse(parts.host()).then(name -> allowed(name, parts.port()));
  }

  private static Parsed<ServerAddress> allowed(IpAddress ip, int port) {
    String reason = null;
    if (ip.isUnspecified() || ip.isThisNetwork()) {
      reason = "is no server's address";
    } else if (ip.isMulticastOrReserved()) {
      reason = "is a multicast, broadcast or reserved address";
    } else if (ip.isLinkLocal()) {
      reason = "is a link-local address, where clouds serve credentials";
    } else if (METADATA_ADDRESSES.contains(ip.text())) {
      reason = "is a cloud's metadata service";
    } else if (ip.embedsIpv4()) {
      reason = "is an IPv4 address written as IPv6";
    }
    return reason == null
        ? Parsed.of(new ServerAddress(ip.text(), port))
        : forbidden(ip.text() + " " + reason);
  }

  private static Parsed<ServerAddress> allowed(HostName name, int port) {
    return METADATA_HOSTS.contains(name.value())
        ? forbidden(name.value() + " is a cloud's metadata service")
        : Parsed.of(new ServerAddress(name.value(), port));
  }

  private static Parsed<ServerAddress> forbidden(String reason) {
    return Parsed.refused(
        DiagnosticCode.FORBIDDEN_ADDRESS, reason, "write the address of a vLLM server");
  }

  /** Whether the host is an IP address and not a name. */
  public boolean isNumeric() {
    return host.contains(":") || IpAddress.parseIpv4(host).isPresent();
  }

  /** {@code host:port}, with brackets around an IPv6 address. */
  public String text() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
