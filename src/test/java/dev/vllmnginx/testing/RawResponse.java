package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An answer as it came over the wire.
 *
 * @param statusLine the first line
 * @param headers in order
 * @param body without chunked framing
 * @param pieces the body as it arrived
 * @param complete whether the answer ended as its framing promised, and was not cut off
 * @param raw every byte
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RawResponse(
    String statusLine,
    List<HttpHeader> headers,
    byte[] body,
    List<Piece> pieces,
    boolean complete,
    byte[] raw) {

  /**
   * A part of the body: one chunk where the framing is chunked.
   *
   * @param after the time since the request was sent
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Piece(byte[] bytes, Duration after) {
    public String text() {
      return new String(bytes, UTF_8);
    }
  }

  /** For example 200. */
  public int status() {
    return Integer.parseInt(statusLine.split(" ", -1)[1]);
  }

  public String bodyText() {
    return new String(body, UTF_8);
  }

  /** The value of the header, if it came exactly once. */
  public Optional<String> header(String name) {
    List<HttpHeader> found = headers.stream().filter(header -> header.is(name)).toList();
    return found.size() == 1 ? Optional.of(found.get(0).value()) : Optional.empty();
  }

  @Override
  public String toString() {
    return statusLine + " " + headers + (complete ? " " : " (cut off) ") + bodyText();
  }
}
