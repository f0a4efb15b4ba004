package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One row of {@code hostile/requests.txt}, which says how it is written.
 *
 * @param expected the outcomes that are right, such as {@code 200} and {@code 400 bad_request}
 * @param lines how many lines the access log gains
 * @param bytes the whole request
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HostileRequest(String name, List<String> expected, int lines, byte[] bytes) {
  private static final Path FILE = Path.of("src/test/resources/hostile/requests.txt");
  private static final Pattern MARKED =
      Pattern.compile("<(?:((?:[0-9a-f]{2})+)|([^<>]+)\\*([0-9]+))>");

  HostileRequest {
    expected = List.copyOf(expected);
  }

  /** All rows, in their order. */
  static List<HostileRequest> all() {
    try {
      List<HostileRequest> rows = new ArrayList<>();
      for (String text : Files.readString(FILE).split("\n(?=\\[)", -1)) {
        List<String> lines =
            text.lines().filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        if (!lines.isEmpty()) {
          rows.add(row(lines));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HostileRequest row(List<String> lines) {
    String name = lines.get(0).substring(1, lines.get(0).length() - 1);
    Parts parts = new Parts();
    lines.stream()
        .skip(2)
        .forEach(line -> parts.change(line.charAt(0), line.substring(Math.min(2, line.length()))));
    List<String> expected = List.of(lines.get(1).split(" \\| ", -1));
    return new HostileRequest(name, expected, parts.logged, parts.bytes());
  }

  @Override
  public String toString() {
    return name;
  }

  private static byte[] expand(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher marked = MARKED.matcher(text);
    int at = 0;
    while (marked.find()) {
      out.writeBytes(text.substring(at, marked.start()).getBytes(UTF_8));
      out.writeBytes(
          marked.group(1) != null
              ? HexFormat.of().parseHex(marked.group(1))
              : marked.group(2).repeat(Integer.parseInt(marked.group(3))).getBytes(UTF_8));
      at = marked.end();
    }
    out.writeBytes(text.substring(at).getBytes(UTF_8));
    return out.toByteArray();
  }

  /** The request that rows change. */
  private static final class Parts {
    private static final String LENGTH = "Content-Length:";

    private String line = "POST /v1/chat/completions HTTP/1.1";
    private final List<String> headers =
        new ArrayList<>(List.of("Host: gw.test", "Content-Type: application/json", LENGTH));
    private String body = "{\"model\":\"llama-3\",\"messages\":[]}";
    private String whole = "";
    private int logged = 1;

    void change(char kind, String text) {
      switch (kind) {
        case '!' -> line = text;
        case '-' -> headers.removeIf(header -> header.startsWith(text + ":"));
        case '=' -> headers.replaceAll(header -> sameName(header, text) ? text : header);
        case '+' -> headers.add(text);
        case '>' -> body = text;
        case '/' -> whole = text;
        case '*' -> logged = Integer.parseInt(text);
        default -> throw new IllegalArgumentException(kind + " " + text);
      }
    }

    private static boolean sameName(String header, String other) {
      return header.startsWith(other.substring(0, other.indexOf(':') + 1));
    }

    byte[] bytes() {
      if (!whole.isEmpty()) {
        return expand(whole);
      }
      byte[] content = expand(body);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(expand(line + "\r\n"));
      for (String header : headers) {
        out.writeBytes(expand(header.equals(LENGTH) ? LENGTH + " " + content.length : header));
        out.writeBytes(expand("\r\n"));
      }
      out.writeBytes(expand("\r\n"));
      out.writeBytes(content);
      return out.toByteArray();
    }
  }
}
