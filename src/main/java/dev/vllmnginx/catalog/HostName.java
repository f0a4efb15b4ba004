package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.Visible;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host name in lower case: letters, digits and hyphens in dot-separated labels of at most 63
 * characters, at most 253 in all. Also, as a name that the gateway answers to, a dotted IPv4
 * address.
 */
public record HostName(String value) {
  private static final int LONGEST = 253;
  private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
  private static final Pattern GRAMMAR = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");

  /** Resolvers read a name that ends so as an address in another notation. */
  private static final Pattern NUMBER_AT_END = Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  /** Reads a host name in any case; a name whose last label is a number is refused. */
  public static Parsed<HostName> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (text.chars().anyMatch(c -> c > 0x7e)) {
      return Parsed.bad(
          Visible.quote(text) + " is not a host name",
          "write an international name in its punycode form, xn--…");
    }
    if (lower.length() > LONGEST || !GRAMMAR.matcher(lower).matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is not a host name",
          "use labels of letters, digits and hyphens, separated by dots");
    }
    if (NUMBER_AT_END.matcher(lower).matches()) {
      return Parsed.bad(
          Visible.quote(text) + " is neither a host name nor an IPv4 address",
          "write an address as four decimal numbers without leading zeros");
    }
    return Parsed.of(new HostName(lower));
  }

  /** Reads a name for {@code server_name}: a host name or an IPv4 address. */
  public static Parsed<HostName> parseServerName(String text) {
    return IpAddress.parseIpv4(text)
        .map(address -> Parsed.of(new HostName(address.text())))
        .orElseGet(() -> parse(text));
  }

  @Override
  public String toString() {
    return value;
  }
}
