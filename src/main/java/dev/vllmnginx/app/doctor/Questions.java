package dev.vllmnginx.app.doctor;

import dev.vllmnginx.app.ServerHttp;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.ServerAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server, without a proxy and without following redirects. Each question takes at most
 * three seconds and 1 MiB, whatever the server does.
 */
final class Questions {
  static final int MOST_BYTES = 1 << 20;
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final HttpClient client;
  private final ServerAddress address;
  private final @Nullable Secret key;

  /**
   * @param key what the server wants to be shown; null: nothing
   */
  Questions(HttpClient client, ServerAddress address, @Nullable Secret key) {
    this.client = client;
    this.address = address;
    this.key = key;
  }

  static HttpClient client() {
    return ServerHttp.client(CONNECT);
  }

  /** {@code GET} of a path. */
  Reply get(String path) {
    HttpRequest request =
        ServerHttp.get(address.text(), path, key)
            .timeout(LIMIT)
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(request, response -> new BoundedBody(MOST_BYTES));
    try {
      HttpResponse<String> response =
          answer.copy().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
      return new Reply.Answer(response.statusCode(), response.body());
    } catch (CompletionException e) {
      answer.cancel(true);
      return new Reply.Silence(reason(e.getCause()));
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof BoundedBody.TooLarge) {
      return "sends more than 1 MiB";
    }
    if (cause instanceof HttpConnectTimeoutException) {
      return "cannot be connected to within " + CONNECT.toSeconds() + " s";
    }
    String reason = ServerHttp.silence(cause, LIMIT);
    if (reason != null) {
      return reason;
    }
    return cause != null && cause.getCause() instanceof BoundedBody.TooLarge
        ? "sends more than 1 MiB"
        : "breaks the connection off, or does not speak HTTP";
  }

  /**
   * How long the server keeps an idle connection after an answer.
   *
   * @param atLeast the time that is waited
   * @return a shorter time after which it closed; empty when it was still open
   */
  @Nullable Duration closesIdleWithin(Duration atLeast) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(address.host(), address.port()), (int) CONNECT.toMillis());
      String request = "GET /health HTTP/1.1\r\nHost: " + address.text() + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      long start = System.nanoTime();
      return untilClosed(socket, start, atLeast);
    } catch (IOException e) {
      return null; // what is wrong with connections has been said
    }
  }

  /** The answer to {@code /health} is read over: the time counts from its last byte. */
  private static @Nullable Duration untilClosed(Socket socket, long start, Duration atLeast)
      throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    long lastByte = start;
    long deadline = start + LIMIT.plus(atLeast).toNanos();
    while (System.nanoTime() < deadline) {
      long left = lastByte + atLeast.toNanos() - System.nanoTime();
      if (left <= 0) {
        return null;
      }
      socket.setSoTimeout((int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      try {
        if (in.read(buffer) < 0) {
          return Duration.ofNanos(System.nanoTime() - lastByte);
        }
        lastByte = System.nanoTime();
      } catch (SocketTimeoutException e) {
        return null;
      }
    }
    return null;
  }
}
