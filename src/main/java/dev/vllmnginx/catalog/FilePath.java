package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.regex.Pattern;

/** Grammars of the paths that a catalog may name. Whether the files exist is asked elsewhere. */
public final class FilePath {
  private static final int LONGEST = 1024;
  private static final String SEGMENT = "/(?!\\.{1,2}(?:/|\\z))[A-Za-z0-9._+@-]+";
  private static final Pattern ABSOLUTE = Pattern.compile("(?:" + SEGMENT + ")+");
  private static final Pattern RELATIVE =
      Pattern.compile(SEGMENT.substring(1) + "(?:" + SEGMENT + ")*");
  private static final Pattern CERTIFICATE = Pattern.compile(".*\\.(?:pem|crt|cer|cert|chain)");
  private static final Pattern CERTIFICATE_KEY = Pattern.compile(".*\\.(?:pem|key)");
  private static final Pattern YAML = Pattern.compile(".*\\.(?:yaml|yml|json)");
  private static final Pattern PID = Pattern.compile(".*\\.pid");
  private static final Pattern KERNEL = Pattern.compile("/(?:dev|proc|sys)/.*");

  private FilePath() {}

  /** Reads the path of a certificate: absolute, ends in {@code .pem} or the like. */
  public static Parsed<String> parseCertificate(String text) {
    return absolute(text)
        .then(path -> withEnding(path, CERTIFICATE, "a certificate", ".pem or .crt"));
  }

  /** Reads the path of a private key: absolute, ends in {@code .key} or {@code .pem}. */
  public static Parsed<String> parseCertificateKey(String text) {
    return absolute(text)
        .then(path -> withEnding(path, CERTIFICATE_KEY, "a certificate's key", ".key or .pem"));
  }

  /** Reads the path of a file of API keys, relative to the catalog or absolute. */
  public static Parsed<String> parseKeyList(String text) {
    return beside(text)
        .then(path -> withEnding(path, YAML, "a file of keys", ".yaml, .yml or .json"));
  }

  /** Reads the path of a file with a key, relative to the catalog or absolute. */
  public static Parsed<String> parseKey(String text) {
    if (Visible.holdsSecret(text)) {
      return Parsed.refused(
          DiagnosticCode.PLAIN_SECRET,
          "this is a key, not the name of a file with a key",
          "write the key into a file of mode 0600 and name that");
    }
    return beside(text);
  }

  private static Parsed<String> beside(String text) {
    if (text.startsWith("/")) {
      return absolute(text);
    }
    return text.length() <= LONGEST && RELATIVE.matcher(text).matches()
        ? Parsed.of(text)
        : Parsed.bad(
            Visible.quote(text) + " is not the path of a file",
            "write a path below the catalog's directory, or an absolute one");
  }

  /** Reads the path of a log: below {@code /var/log/}. */
  public static Parsed<String> parseLog(String text) {
    return absolute(text)
        .then(
            path ->
                path.startsWith("/var/log/")
                    ? Parsed.of(path)
                    : Parsed.bad(
                        "logs lie below /var/log/",
                        "write a path such as /var/log/nginx/gateway.log"));
  }

  /** Reads the path of a pid file: below {@code /run/}, where only root writes. */
  public static Parsed<String> parsePid(String text) {
    return absolute(text)
        .then(path -> withEnding(path, PID, "a pid file", ".pid"))
        .then(
            path ->
                path.startsWith("/run/") || path.startsWith("/var/run/")
                    ? Parsed.of(path)
                    : Parsed.bad(
                        "pid files lie below /run/", "write a path such as /run/nginx.pid"));
  }

  private static Parsed<String> absolute(String text) {
    if (text.length() <= LONGEST
        && ABSOLUTE.matcher(text).matches()
        && !KERNEL.matcher(text).matches()) {
      return Parsed.of(text);
    }
    return Parsed.bad(
        Visible.quote(text) + " is not the path of a file",
        "write an absolute path of letters, digits and . _ + @ - without \"..\" and \"//\"");
  }

  private static Parsed<String> withEnding(
      String path, Pattern ending, String what, String endings) {
    return ending.matcher(path).matches()
        ? Parsed.of(path)
        : Parsed.bad(
            Visible.quote(path) + " does not look like " + what,
            "name a file that ends in " + endings);
  }
}
