package dev.vllmnginx.nginx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks an nginx on this machine one question over a connection of its own: HTTP/1.0, so that the
 * answer ends with the connection, also on unix sockets, which Java's own client does not know.
 */
final class LocalHttp {
  /** Bytes of an answer that are read at most. */
  private static final int LIMIT = 1 << 20;

  private LocalHttp() {}

  /**
   * An answer.
   *
   * @param status of HTTP
   * @param body as UTF-8
   */
  record Answer(int status, String body) {}

  /** The body of what is at {@code path}; empty when there is nothing, or no answer. */
  static Optional<String> find(LocalAddress address, String path, Duration timeout) {
    try {
      Answer answer = get(address, "localhost", path, timeout);
      return answer.status() == 200 ? Optional.of(answer.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Gets {@code path}.
   *
   * @param host the {@code Host} header
   * @throws IOException when nobody listens, the answer is no HTTP, or the time is over
   */
  static Answer get(LocalAddress address, String host, String path, Duration timeout)
      throws IOException {
    long end = System.nanoTime() + timeout.toNanos();
    try (SocketChannel channel = SocketChannel.open(address.family());
        Selector selector = Selector.open()) {
      channel.configureBlocking(false);
      channel.register(selector, 0);
      if (!channel.connect(address.toSocketAddress())) {
        await(selector, SelectionKey.OP_CONNECT, end);
        channel.finishConnect();
      }
      String request = "GET " + path + " HTTP/1.0\r\nHost: " + host + "\r\n\r\n";
      ByteBuffer out = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
      while (out.hasRemaining()) {
        await(selector, SelectionKey.OP_WRITE, end);
        channel.write(out);
      }
      return parse(readAll(channel, selector, end));
    }
  }

  private static String readAll(SocketChannel channel, Selector selector, long end)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    int count = 0;
    while (count >= 0 && all.size() < LIMIT) {
      await(selector, SelectionKey.OP_READ, end);
      count = channel.read(buffer.clear());
      all.write(buffer.array(), 0, Math.max(0, count));
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  private static void await(Selector selector, int operation, long end) throws IOException {
    selector.keys().forEach(key -> key.interestOps(operation));
    long millis = (end - System.nanoTime()) / 1_000_000;
    if (millis <= 0 || selector.select(millis) == 0) {
      throw new SocketTimeoutException("no answer in time");
    }
    selector.selectedKeys().clear();
  }

  /** {@code HTTP/1.1 200 OK}, headers, an empty line, the body. */
  private static Answer parse(String text) throws IOException {
    int body = text.indexOf("\r\n\r\n");
    if (!text.startsWith("HTTP/1.") || text.length() < 12 || body < 0) {
      throw new IOException("the answer is not HTTP");
    }
    try {
      return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(body + 4));
    } catch (NumberFormatException e) {
      throw new IOException("the answer is not HTTP", e);
    }
  }
}
