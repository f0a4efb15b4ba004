package dev.vllmnginx.catalog;

/**
 * Host and port of a server.
 *
 * @param host an IPv4 address, an IPv6 address without brackets, or a host name
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
  /** {@code host:port}, with brackets around an IPv6 address. */
  public String text() {
    return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
  }
}
