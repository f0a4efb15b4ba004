package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** A connection of {@link RawHttpClient}: several requests may follow each other on it. */
public final class RawConnection implements AutoCloseable {
  private final Socket socket;
  private final HttpMessageReader reader;
  private long sentAt = System.nanoTime();

  RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.reader = new HttpMessageReader(new BufferedInputStream(socket.getInputStream()));
  }

  /**
   * Sends these bytes. That the other side has closed already is no error: it may have answered
   * before.
   */
  public void send(byte[] bytes) {
    sentAt = System.nanoTime();
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    } catch (IOException e) {
      // What the other side said is read next, or read() finds that it said nothing.
    }
  }

  public void send(String text) {
    send(text.getBytes(UTF_8));
  }

  /**
   * Reads one whole answer to a request that was not {@code HEAD}, also one that is cut off.
   *
   * @throws AssertionError if the other side closes without one
   * @throws UncheckedIOException if it says nothing for too long
   */
  public RawResponse read() {
    return readWhile(piece -> true);
  }

  /**
   * Reads an answer until {@code goOn} says no; what has been read so far is then given as cut off.
   */
  public RawResponse readWhile(Predicate<String> goOn) {
    List<String> head = head();
    List<HttpHeader> headers = head.stream().skip(1).map(HttpHeader::parse).toList();
    List<RawResponse.Piece> pieces = new ArrayList<>();
    boolean complete = true;
    try {
      readBody(
          headers,
          bytes -> {
            Duration after = Duration.ofNanos(System.nanoTime() - sentAt);
            pieces.add(new RawResponse.Piece(bytes, after));
            if (!goOn.test(new String(bytes, UTF_8))) {
              throw new StopReading();
            }
          });
    } catch (SocketTimeoutException e) {
      throw silence(e);
    } catch (StopReading | IOException e) {
      complete = false;
    }
    byte[] raw = reader.takeRaw();
    return new RawResponse(head.get(0), headers, join(pieces), pieces, complete, raw);
  }

  /** Whether the other side closes within that time. Bytes that come before are skipped. */
  public boolean isClosedWithin(Duration atMost) {
    try {
      socket.setSoTimeout((int) atMost.toMillis());
      reader.untilClose(piece -> {});
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Closes in order. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> head() {
    try {
      Optional<List<String>> head = reader.head();
      while (head.isPresent() && head.get().get(0).contains(" 100 ")) {
        head = reader.head();
      }
      return head.orElseThrow(
          () -> new AssertionError("the connection was closed without an answer"));
    } catch (SocketTimeoutException e) {
      throw silence(e);
    } catch (IOException e) {
      throw new AssertionError(
          "no answer; received: " + new String(reader.takeRaw(), ISO_8859_1), e);
    }
  }

  /** Not an {@link AssertionError}: it is no way to refuse a request that a test could expect. */
  private UncheckedIOException silence(SocketTimeoutException cause) {
    String received = new String(reader.takeRaw(), ISO_8859_1);
    return new UncheckedIOException(
        "neither the rest of the answer nor an end; received: " + received, cause);
  }

  private void readBody(List<HttpHeader> headers, HttpMessageReader.PieceListener listener)
      throws IOException {
    Optional<String> length = value(headers, "content-length");
    if (value(headers, "transfer-encoding").isPresent()) {
      reader.chunkedBody(listener);
    } else if (length.isPresent()) {
      byte[] body = reader.exactly(Integer.parseInt(length.get()));
      if (body.length > 0) {
        listener.piece(body);
      }
    } else {
      reader.untilClose(listener);
    }
  }

  private static Optional<String> value(List<HttpHeader> headers, String name) {
    return headers.stream().filter(header -> header.is(name)).map(HttpHeader::value).findFirst();
  }

  private static byte[] join(List<RawResponse.Piece> pieces) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    pieces.forEach(piece -> body.writeBytes(piece.bytes()));
    return body.toByteArray();
  }

  private static final class StopReading extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
