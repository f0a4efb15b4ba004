package dev.vllmnginx.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are told beforehand where to listen. They lie below those that Linux gives
 * to sockets that do not care ({@code net.ipv4.ip_local_port_range}, from 32768 on), and none is
 * handed out twice: a port that Linux itself names can be another one's before it is used.
 */
final class FreePorts {
  private static final int FIRST = 12_000;
  private static final int COUNT = 20_000;

  // Other runs of the tests on the same machine begin elsewhere.
  private static final AtomicInteger TAKEN =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 997 % COUNT));

  private FreePorts() {}

  /** A port that nobody listens on, at any address of this machine. */
  static int next() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + TAKEN.getAndIncrement() % COUNT;
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no port is free from " + FIRST + " to " + (FIRST + COUNT - 1));
  }

  private static boolean isFree(int port) {
    try (ServerSocket everywhere = new ServerSocket(port)) {
      return everywhere.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
