package dev.vllmnginx.testing;

/**
 * Lines of a gateway's access log. nginx writes the line of a request a little after its answer.
 */
public final class AccessLog {
  private AccessLog() {}

  /** The line of the request that was answered so. */
  public static String lineOf(NginxGateway nginx, RawResponse answer) {
    return line(nginx, answer.header("X-Request-Id").orElseThrow());
  }

  /** The first line with this text, for example the answer's {@code X-Request-Id}. */
  public static String line(NginxGateway nginx, String text) {
    return nginx
        .awaitLog("access.log", text)
        .lines()
        .filter(line -> line.contains(text))
        .findFirst()
        .orElseThrow();
  }
}
