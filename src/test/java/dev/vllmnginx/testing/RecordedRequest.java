package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A request as a backend received it.
 *
 * @param connection number of the connection that it came on, from 1: equal numbers show keep-alive
 * @param requestLine the first line
 * @param headers in the order in which they came
 * @param body without chunked framing
 * @param raw every byte, framing included
 * @param clientLeft completed with {@link System#nanoTime()} when the other side closed before the
 *     answer's end
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RecordedRequest(
    int connection,
    String requestLine,
    List<HttpHeader> headers,
    byte[] body,
    byte[] raw,
    CompletableFuture<Long> clientLeft) {

  /** The value of the header, if it came exactly once. */
  public Optional<String> header(String name) {
    List<HttpHeader> found = headers.stream().filter(header -> header.is(name)).toList();
    return found.size() == 1 ? Optional.of(found.get(0).value()) : Optional.empty();
  }

  /** Names in lower case, in the order in which they came. */
  public List<String> headerNames() {
    return headers.stream().map(header -> header.name().toLowerCase(Locale.ROOT)).toList();
  }

  public String bodyText() {
    return new String(body, UTF_8);
  }

  /**
   * Waits until the other side closes before the answer's end; gives {@link System#nanoTime()} of
   * that.
   */
  public long awaitClientLeft(Duration atMost) {
    try {
      return clientLeft.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Exception e) {
      throw new AssertionError("the client was still there after " + atMost, e);
    }
  }

  @Override
  public String toString() {
    return requestLine + " " + headers + " " + body.length + " bytes";
  }
}
