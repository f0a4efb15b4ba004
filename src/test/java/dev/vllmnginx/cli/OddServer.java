package dev.vllmnginx.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** A server that answers each path with exactly these bytes, and then does as it is told. */
final class OddServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Function<String, String> answers;
  private final int idleMillis;

  /**
   * @param answers from a path to the whole answer; empty: none ever comes
   * @param idleMillis after which an idle connection is closed
   */
  OddServer(int idleMillis, Function<String, String> answers) {
    this.answers = answers;
    this.idleMillis = idleMillis;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  static String answer(int status, String headers, String body) {
    return "HTTP/1.1 %d X\r\ncontent-length: %d\r\n%s\r\n%s"
        .formatted(status, body.length(), headers, body);
  }

  static String json(String body) {
    return answer(200, "content-type: application/json\r\n", body);
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "odd server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      socket.setSoTimeout(idleMillis);
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String path = line.split(" ", -1)[1];
        while (!in.readLine().isEmpty()) {
          // Headers do not matter.
        }
        OutputStream out = socket.getOutputStream();
        out.write(answers.apply(path).getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException e) {
      // It was idle for too long, or the other side went.
    }
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
