package dev.vllmnginx.app.drain;

import dev.vllmnginx.app.ServerHttp;
import dev.vllmnginx.catalog.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How much a vLLM server has to do, by its own figures: {@code vllm:num_requests_running} and
 * {@code vllm:num_requests_waiting} of {@code GET /metrics}.
 *
 * @param state what the server said
 * @param requests that it works on or that wait in it; 0 unless it said a number
 */
public record ServerLoad(State state, long requests) {
  /** What the server said. */
  public enum State {
    /** A number. */
    KNOWN,
    /** Nothing of use. */
    UNKNOWN,
    /** Nothing: nobody listens there. */
    GONE
  }

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?m)^vllm:num_requests_(?:running|waiting)(?:\\{[^}\\n]*\\})? ([0-9.]+(?:e[+-]?[0-9]+)?)\\s*$");

  /** Asks a server, for at most two seconds. */
  static ServerLoad ask(String address, @Nullable Secret key) {
    HttpClient client = ServerHttp.client(LIMIT);
    HttpRequest request = ServerHttp.get(address, "/metrics", key).timeout(LIMIT).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 ? read(answer.body()) : unknown();
    } catch (IOException e) {
      return e instanceof ConnectException && refuses(address)
          ? new ServerLoad(State.GONE, 0)
          : unknown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown();
    }
  }

  /**
   * Whether the server's machine itself says that nobody listens. The exception of the HTTP client
   * does not tell this from a name that nobody knows and from a network without a way there, which
   * say nothing of the server.
   */
  private static boolean refuses(String address) {
    URI server = URI.create("http://" + address);
    try (Socket socket = new Socket()) {
      InetAddress host = InetAddress.getByName(server.getHost());
      socket.connect(new InetSocketAddress(host, server.getPort()), (int) LIMIT.toMillis());
      return false;
    } catch (ConnectException e) {
      return String.valueOf(e.getMessage()).startsWith("Connection refused");
    } catch (IOException e) {
      return false;
    }
  }

  /** Nothing is known: the server cannot be asked from here. */
  static ServerLoad unknown() {
    return new ServerLoad(State.UNKNOWN, 0);
  }

  static ServerLoad read(String metrics) {
    Matcher figures = FIGURE.matcher(metrics);
    boolean any = false;
    double sum = 0;
    while (figures.find()) {
      any = true;
      sum += Double.parseDouble(figures.group(1));
    }
    return any ? new ServerLoad(State.KNOWN, Math.round(sum)) : unknown();
  }
}
