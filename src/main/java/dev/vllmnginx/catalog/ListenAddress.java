package dev.vllmnginx.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Where the gateway accepts connections.
 *
 * @param address an IPv4 address, or an IPv6 address without brackets; null: every IPv4 address
 * @param port 1 to 65535
 */
public record ListenAddress(@Nullable String address, int port) {
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
