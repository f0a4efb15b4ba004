package dev.vllmnginx.nginx;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/** Where an nginx on this machine answers questions about itself. */
public sealed interface LocalAddress {
  /** A port on 127.0.0.1. */
  record Loopback(int port) implements LocalAddress {}

  /**
   * A port on any loopback address.
   *
   * @param host an IPv4 address, or an IPv6 address without brackets
   */
  record Ip(String host, int port) implements LocalAddress {}

  /** A unix socket. */
  record Unix(Path path) implements LocalAddress {}

  /** The kernel's name for it. */
  default SocketAddress toSocketAddress() throws UnknownHostException {
    if (this instanceof Unix unix) {
      return UnixDomainSocketAddress.of(unix.path());
    }
    if (this instanceof Ip ip) {
      // Digits only, or an IPv6 address: no name server is asked.
      return new InetSocketAddress(InetAddress.getByName(ip.host()), ip.port());
    }
    return new InetSocketAddress(
        InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), ((Loopback) this).port());
  }

  /** The family of its sockets. */
  default StandardProtocolFamily family() {
    if (this instanceof Unix) {
      return StandardProtocolFamily.UNIX;
    }
    boolean six = this instanceof Ip ip && ip.host().contains(":");
    return six ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
  }
}
