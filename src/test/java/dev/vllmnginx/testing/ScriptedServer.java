package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that answers every request with the same bytes, whatever they are. */
public final class ScriptedServer implements AutoCloseable {
  private final ServerSocket listener;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile String answer = "";

  /** Listens on loopback. */
  public ScriptedServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** What is answered from now on, one byte a letter; the connection stays open. */
  public void answer(String bytes) {
    answer = bytes;
    requests.set(0);
  }

  /** How many requests came since the answer was set. */
  public int requests() {
    return requests.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      } catch (IOException e) {
        // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      HttpMessageReader reader =
          new HttpMessageReader(new BufferedInputStream(socket.getInputStream()));
      for (Optional<List<String>> head = reader.head(); head.isPresent(); head = reader.head()) {
        int length =
            head.get().stream()
                .skip(1)
                .map(HttpHeader::parse)
                .filter(header -> header.is("content-length"))
                .mapToInt(header -> Integer.parseInt(header.value()))
                .sum();
        reader.exactly(length);
        requests.incrementAndGet();
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
      }
    } catch (IOException e) {
      // nginx closed the connection.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
