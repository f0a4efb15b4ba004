package dev.vllmnginx.process;

import java.net.InetAddress;
import java.util.List;

/**
 * A socket on which somebody listens for TCP connections.
 *
 * @param address the local address, the wildcard for all
 * @param port 1 to 65535
 * @param holders the numbers of the processes that have it open, as far as this program may know
 */
public record ListeningSocket(InetAddress address, int port, List<Long> holders) {
  public ListeningSocket {
    holders = List.copyOf(holders);
  }
}
