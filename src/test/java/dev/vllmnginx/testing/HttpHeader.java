package dev.vllmnginx.testing;

/**
 * One header line as it came.
 *
 * @param name with the sender's capitals
 * @param value without the white space around it
 */
public record HttpHeader(String name, String value) {
  static HttpHeader parse(String line) {
    int colon = line.indexOf(':');
    if (colon < 0) {
      return new HttpHeader(line, "");
    }
    return new HttpHeader(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  public boolean is(String wanted) {
    return name.equalsIgnoreCase(wanted);
  }
}
