package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;

/**
 * The two halves of {@code host:port}, the host not yet looked at.
 *
 * @param bracketed whether the host stood in brackets, which are not part of it
 */
record HostPort(String host, boolean bracketed, int port) {
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  static Parsed<HostPort> split(String text, String example) {
    String form = "write it as " + example;
    if (text.startsWith("unix:")) {
      return Parsed.refused(
          DiagnosticCode.FORBIDDEN_ADDRESS, "a UNIX socket is not allowed here", form);
    }
    if (text.contains("://")) {
      return Parsed.bad(Visible.quote(text) + " is a URL, not an address", form);
    }
    int colon = text.lastIndexOf(':');
    boolean bracketed = text.startsWith("[");
    if (colon < 0 || (bracketed && text.charAt(colon - 1) != ']')) {
      return Parsed.bad(Visible.quote(text) + " has no port", form);
    }
    String host = text.substring(0, colon);
    if (!bracketed && host.contains(":")) {
      return Parsed.bad(
          Visible.quote(text) + " is not an address and a port",
          "write an IPv6 address in brackets, for example \"[2001:db8::1]:8000\"");
    }
    String port = text.substring(colon + 1);
    return parsePort(port)
        .then(
            number ->
                Parsed.of(
                    new HostPort(
                        bracketed ? host.substring(1, host.length() - 1) : host,
                        bracketed,
                        number)));
  }

  static Parsed<Integer> parsePort(String text) {
    if (PORT.matcher(text).matches() && Integer.parseInt(text) <= 65535) {
      return Parsed.of(Integer.valueOf(text));
    }
    return Parsed.bad(Visible.quote(text) + " is not a port", "write a number from 1 to 65535");
  }
}
