package dev.vllmnginx.standin;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads HTTP/1.x requests, as strictly as vLLM's server does. */
final class RequestReader {
  private static final Pattern REQUEST_LINE = Pattern.compile("([A-Z-]+) (\\S+) (HTTP/1\\.[01])");
  private static final Pattern HEADER = Pattern.compile("([^\\s:]+):[ \\t]*(.*?)[ \\t]*");
  private static final int LONGEST_LINE = 1 << 18;

  private final InputStream in;
  private final OutputStream out;

  RequestReader(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Something that is not HTTP. */
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String reason) {
      super(reason);
    }
  }

  /** The next request, or null when the client has closed the connection. */
  @Nullable Received read() throws IOException, Malformed {
    String line = line();
    if (line == null) {
      return null;
    }
    Matcher request = REQUEST_LINE.matcher(line);
    if (!request.matches()) {
      throw new Malformed("request line");
    }
    List<Received.Header> headers = headers();
    Received head =
        new Received(request.group(1), request.group(2), request.group(3), headers, new byte[0]);
    if (head.headerHas("expect", "100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
    }
    return new Received(head.method(), head.target(), head.version(), headers, body(head));
  }

  private List<Received.Header> headers() throws IOException, Malformed {
    List<Received.Header> headers = new ArrayList<>();
    for (String line = nextLine(); !line.isEmpty(); line = nextLine()) {
      Matcher header = HEADER.matcher(line);
      if (!header.matches()) {
        throw new Malformed("header");
      }
      headers.add(new Received.Header(header.group(1), header.group(2)));
    }
    return headers;
  }

  private byte[] body(Received head) throws IOException, Malformed {
    List<String> lengths = head.all("content-length");
    boolean chunked = head.headerHas("transfer-encoding", "chunked");
    if (lengths.size() > 1 || (chunked && !lengths.isEmpty())) {
      throw new Malformed("two lengths");
    }
    if (chunked) {
      return chunks();
    }
    if (lengths.isEmpty()) {
      return new byte[0];
    }
    if (!Pattern.matches("[0-9]{1,9}", lengths.get(0))) {
      throw new Malformed("length");
    }
    return exactly(Integer.parseInt(lengths.get(0)));
  }

  private byte[] chunks() throws IOException, Malformed {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = nextLine().split(";", 2)[0].strip();
      if (!Pattern.matches("[0-9A-Fa-f]{1,7}", size)) {
        throw new Malformed("chunk");
      }
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        headers();
        return body.toByteArray();
      }
      body.write(exactly(length));
      if (!nextLine().isEmpty()) {
        throw new Malformed("chunk end");
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the client left in the middle of a body");
    }
    return bytes;
  }

  private String nextLine() throws IOException, Malformed {
    String line = line();
    if (line == null) {
      throw new EOFException("the client left in the middle of a request");
    }
    return line;
  }

  /** A line without its CRLF; null at the end of the connection. */
  private @Nullable String line() throws IOException, Malformed {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
          throw new Malformed("bare line feed");
        }
        return text.substring(0, text.length() - 1);
      }
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        throw new Malformed("line too long");
      }
    }
    return null;
  }
}
