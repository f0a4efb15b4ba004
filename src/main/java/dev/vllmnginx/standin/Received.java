package dev.vllmnginx.standin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A request as it arrived, byte for byte. */
public final class Received {
  /** One header line. */
  public record Header(String name, String value) {}

  private final String method;
  private final String target;
  private final String version;
  private final List<Header> headers;
  private final byte[] body;

  Received(String method, String target, String version, List<Header> headers, byte[] body) {
    this.method = method;
    this.target = target;
    this.version = version;
    this.headers = List.copyOf(headers);
    this.body = body;
  }

  /** For example {@code POST}. */
  public String method() {
    return method;
  }

  /** The request target as it was sent, with its query. */
  public String target() {
    return target;
  }

  /** For example {@code HTTP/1.1}. */
  public String version() {
    return version;
  }

  /** In the order of arrival, names as they were sent. */
  public List<Header> headers() {
    return headers;
  }

  /** The body, put together from its chunks. */
  public byte[] body() {
    return body.clone();
  }

  /** The first header of that name, in any case of letters. */
  public Optional<String> header(String name) {
    return all(name).stream().findFirst();
  }

  /** Every header of that name, in any case of letters. */
  public List<String> all(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The body, read as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** Whether a comma-separated header holds a word, in any case of letters. */
  boolean headerHas(String name, String word) {
    return header(name).orElse("").toLowerCase(Locale.ROOT).contains(word);
  }

  boolean isHttp10() {
    return version.equals("HTTP/1.0");
  }
}
