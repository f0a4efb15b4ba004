package dev.vllmnginx.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * An address that answers nothing at all, as behind a firewall that drops packets: Linux drops what
 * asks for a connection while the queue of those that nobody has accepted is full.
 */
final class BlackHole implements AutoCloseable {
  private static final int MOST = 50;

  private final ServerSocket listener;
  private final List<Socket> waiting = new ArrayList<>();

  BlackHole() {
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      while (connects()) {
        if (waiting.size() > MOST) {
          throw new IllegalStateException("the queue of the listening socket does not fill");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean connects() throws IOException {
    Socket socket = new Socket();
    waiting.add(socket);
    try {
      socket.connect(listener.getLocalSocketAddress(), 200);
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() {
    try {
      for (Socket socket : waiting) {
        socket.close();
      }
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
