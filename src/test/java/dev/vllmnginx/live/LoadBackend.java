package dev.vllmnginx.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of a model for many requests: a short answer, or, for requests that want a stream,
 * numbered events until it is told to end all streams.
 */
final class LoadBackend implements AutoCloseable {
  private static final int PAUSE_MILLIS = 50;
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(US_ASCII);
  private static final byte[] STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
          .getBytes(US_ASCII);

  private final ServerSocket socket;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean ending;

  LoadBackend() {
    try {
      socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Each stream ends with the number of its events. */
  void endStreams() {
    ending = true;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        threads.execute(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      String request = read(in);
      while (!request.isEmpty()) {
        if (request.contains("\"stream\":true")) {
          stream(out);
          return;
        }
        out.write(ANSWER);
        request = read(in);
      }
    } catch (IOException | InterruptedException e) {
      // The client is gone, and will say so.
    }
  }

  private void stream(OutputStream out) throws IOException, InterruptedException {
    out.write(STREAM);
    int number = 0;
    while (!ending) {
      out.write(("data: " + ++number + "\n\n").getBytes(US_ASCII));
      Thread.sleep(PAUSE_MILLIS);
    }
    out.write(("data: end " + number + "\n\n").getBytes(US_ASCII));
  }

  /** A head and a body; empty when the connection is at its end. */
  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    String head = text.toString();
    int length =
        Integer.parseInt(head.replaceFirst("(?is).*\r\ncontent-length: *([0-9]+)\r\n.*", "$1"));
    return head + new String(in.readNBytes(length), US_ASCII);
  }

  @Override
  public void close() {
    ending = true;
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
