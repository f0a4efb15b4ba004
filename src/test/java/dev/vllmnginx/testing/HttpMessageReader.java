package dev.vllmnginx.testing;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads HTTP/1 messages byte by byte and keeps every byte that it read. */
final class HttpMessageReader {
  /**
   * Told about each piece of a body as it arrives: a chunk with chunked framing, else what one read
   * gave.
   */
  interface PieceListener {
    void piece(byte[] bytes);
  }

  private final InputStream in;
  private ByteArrayOutputStream raw = new ByteArrayOutputStream();

  HttpMessageReader(InputStream in) {
    this.in = in;
  }

  /** Every byte since the last call. */
  byte[] takeRaw() {
    byte[] bytes = raw.toByteArray();
    raw = new ByteArrayOutputStream();
    return bytes;
  }

  /**
   * The lines of a head without the empty one that ends it; nothing if the sender closed before the
   * first byte.
   */
  Optional<List<String>> head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!endsHead(head)) {
      int next = in.read();
      if (next < 0 && head.isEmpty()) {
        return Optional.empty();
      }
      keep(next);
      head.append((char) next);
    }
    return Optional.of(head.toString().stripTrailing().lines().toList());
  }

  private static boolean endsHead(CharSequence head) {
    int size = head.length();
    return size >= 4 && head.subSequence(size - 4, size).toString().equals("\r\n\r\n");
  }

  /** A chunked body without its framing. Fails if it ends before its last chunk. */
  byte[] chunkedBody(PieceListener listener) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String sizeLine = line();
      int size = Integer.parseInt(sizeLine.split(";", -1)[0].strip(), 16);
      if (size == 0) {
        while (!line().isEmpty()) {
          // A trailer: its bytes are kept, nobody asks for its meaning.
        }
        return body.toByteArray();
      }
      byte[] chunk = exactly(size);
      body.writeBytes(chunk);
      listener.piece(chunk);
      line();
    }
  }

  /** A body of {@code length} bytes. Fails if the sender closes before. */
  byte[] exactly(int length) throws IOException {
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      int count = in.read(bytes, have, length - have);
      if (count < 0) {
        throw new EOFException("closed after " + have + " of " + length + " bytes");
      }
      raw.write(bytes, have, count);
      have += count;
    }
    return bytes;
  }

  /** All bytes until the sender closes. */
  byte[] untilClose(PieceListener listener) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      byte[] piece = Arrays.copyOf(buffer, count);
      raw.writeBytes(piece);
      body.writeBytes(piece);
      listener.piece(piece);
    }
    return body.toByteArray();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in.read();
      keep(next);
      if (next == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) next);
    }
  }

  private void keep(int next) throws IOException {
    if (next < 0) {
      throw new EOFException("closed in the middle of a message");
    }
    raw.write(next);
  }
}
