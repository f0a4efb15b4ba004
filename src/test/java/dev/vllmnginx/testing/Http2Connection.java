package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection that speaks HTTP/2 frame by frame, so that it can also speak it wrongly. Header
 * blocks are literals without an index; of those that come back only the status is read.
 */
public final class Http2Connection implements AutoCloseable {
  /** Types of frames. */
  public static final int DATA = 0;

  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;

  /** Flags of frames. */
  public static final int END_STREAM = 1;

  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int TIMEOUT_MILLIS = 20_000;

  /** How nginx writes the statuses that have a place in the table of HPACK. */
  private static final List<Integer> INDEXED = List.of(200, 204, 206, 304, 400, 404, 500);

  /** A frame. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Frame(int type, int flags, int stream, byte[] payload) {}

  /**
   * What became of a request.
   *
   * @param status 0: none came
   * @param end {@code done}, {@code reset} (the stream) or {@code closed} (the connection)
   */
  public record Answer(int status, String body, String end) {}

  private final SSLSocket socket;
  private final DataInputStream in;

  private Http2Connection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 65536));
  }

  /** Connects and sends the preface with these settings: identifiers and values in turn. */
  public static Http2Connection open(int port, String serverName, int... settings) {
    try {
      Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
      plain.setTcpNoDelay(true);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      SSLSocket secure =
          (SSLSocket)
              RawHttpClient.trustingContext()
                  .getSocketFactory()
                  .createSocket(plain, serverName, port, true);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(serverName)));
      parameters.setApplicationProtocols(new String[] {"h2"});
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      if (!secure.getApplicationProtocol().equals("h2")) {
        throw new AssertionError("nginx does not speak HTTP/2");
      }
      Http2Connection connection = new Http2Connection(secure);
      ByteBuffer values = ByteBuffer.allocate(6 * settings.length / 2);
      for (int i = 0; i < settings.length; i += 2) {
        values.putShort((short) settings[i]).putInt(settings[i + 1]);
      }
      connection.send(PREFACE.getBytes(UTF_8), frame(SETTINGS, 0, 0, values.array()));
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A frame's bytes. */
  public static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  /** A header block: names and values in turn. */
  public static byte[] headerBlock(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      text(block, namesAndValues[i]);
      text(block, namesAndValues[i + 1]);
    }
    return block.toByteArray();
  }

  private static void text(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int left = bytes.length;
    if (left < 127) {
      block.write(left);
    } else {
      block.write(127);
      for (left -= 127; left >= 128; left >>= 7) {
        block.write((left & 127) | 128);
      }
      block.write(left);
    }
    block.writeBytes(bytes);
  }

  /**
   * The frames of a request; its header block is {@code headers}, its body is sent in one frame.
   */
  public static byte[] request(int stream, String body, String... headers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(frame(HEADERS, END_HEADERS, stream, headerBlock(headers)));
    bytes.writeBytes(frame(DATA, END_STREAM, stream, body.getBytes(UTF_8)));
    return bytes.toByteArray();
  }

  /** Sends; false if the other side has closed. */
  public boolean send(byte[]... pieces) {
    try {
      for (byte[] piece : pieces) {
        socket.getOutputStream().write(piece);
      }
      socket.getOutputStream().flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The next frame; empty when the connection ends. Fails if nothing comes for 20 s. */
  public Optional<Frame> read() {
    try {
      int head = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt() & 0x7fffffff;
      byte[] payload = in.readNBytes(head >>> 8);
      return Optional.of(new Frame(head & 0xff, flags, stream, payload));
    } catch (SocketTimeoutException e) {
      throw new AssertionError("neither an answer nor an end within 20 s", e);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads until that stream or the connection ends; acknowledges settings meanwhile. */
  public Answer await(int stream) {
    int status = 0;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Optional<Frame> next = read(); next.isPresent(); next = read()) {
      Frame frame = next.get();
      if (frame.type() == SETTINGS && (frame.flags() & ACK) == 0) {
        send(frame(SETTINGS, ACK, 0, new byte[0]));
      }
      if (isRefusal(frame)) {
        return new Answer(status, body.toString(UTF_8), "closed");
      }
      if (frame.stream() != stream) {
        continue;
      }
      if (frame.type() == RST_STREAM) {
        return new Answer(status, body.toString(UTF_8), "reset");
      }
      if (frame.type() == HEADERS) {
        status = status(frame.payload());
      } else if (frame.type() == DATA) {
        body.writeBytes(frame.payload());
      }
      if ((frame.type() == HEADERS || frame.type() == DATA) && (frame.flags() & END_STREAM) != 0) {
        return new Answer(status, body.toString(UTF_8), "done");
      }
    }
    return new Answer(status, body.toString(UTF_8), "closed");
  }

  /**
   * Reads and forgets until nginx gives the connection up or it ends. Fails if nothing comes for 20
   * s.
   */
  public void awaitEnd() {
    for (Optional<Frame> next = read(); next.isPresent(); next = read()) {
      if (isRefusal(next.get())) {
        return;
      }
    }
  }

  private static boolean isRefusal(Frame frame) {
    return frame.type() == GOAWAY && ByteBuffer.wrap(frame.payload(), 4, 4).getInt() != 0;
  }

  private static int status(byte[] block) {
    int at = (block[0] & 0xe0) == 0x20 ? 1 : 0;
    int first = block[at] & 0xff;
    return first >= 0x88 && first <= 0x8e
        ? INDEXED.get(first - 0x88)
        : Integer.parseInt(new String(block, at + 2, 3, UTF_8));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It was closed by the other side.
    }
  }
}
