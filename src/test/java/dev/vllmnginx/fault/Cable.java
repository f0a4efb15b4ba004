package dev.vllmnginx.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The way to a server, which can be cut as a cable is: connections stay open at both ends and
 * nothing arrives any more, no end of them either; what asks for a new one is dropped.
 */
final class Cable implements AutoCloseable {
  private static final int MOST = 50;

  private final int target;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Socket> waiting = new CopyOnWriteArrayList<>();
  private volatile boolean cut;
  private volatile boolean accepting;

  Cable(int target) {
    this.target = target;
    try {
      listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      listener.setSoTimeout(20);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** Lets nothing through from now on. */
  void cut() {
    cut = true;
    while (accepting) {
      Thread.onSpinWait();
    }
    // Linux drops what asks for a connection while the queue of those not accepted is full.
    while (connects()) {
      if (waiting.size() > MOST) {
        throw new IllegalStateException("the queue of the listening socket does not fill");
      }
    }
  }

  /** Mends the cable; what was connected while it was cut is lost. */
  void mend() {
    sockets.forEach(Cable::close);
    waiting.forEach(Cable::close);
    waiting.clear();
    cut = false;
  }

  private boolean connects() {
    Socket socket = new Socket();
    waiting.add(socket);
    try {
      socket.connect(listener.getLocalSocketAddress(), 200);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      accepting = true;
      try {
        if (!cut) {
          Socket client = listener.accept();
          Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
          sockets.addAll(List.of(client, server));
          start(() -> pass(client, server));
          start(() -> pass(server, client));
        }
      } catch (SocketTimeoutException e) {
        // Looks whether the cable was cut.
      } catch (IOException e) {
        // The listener is closed, or the server refuses.
      } finally {
        accepting = false;
      }
      Thread.onSpinWait();
      if (cut) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[65536];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (!cut) {
          out.write(buffer, 0, count);
          out.flush();
        }
      }
    } catch (IOException e) {
      // An end like any other.
    }
    if (!cut) {
      close(from);
      close(to);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "cable");
    thread.setDaemon(true);
    thread.start();
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    mend();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
