package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.digest.Sha256;
import java.util.regex.Pattern;

/** The SHA-256 of an API key, in 64 lower-case hexadecimal digits. */
public record KeyHash(String hex) {
  private static final Pattern GRAMMAR = Pattern.compile("[0-9a-f]{64}");
  private static final String OF_NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /** Reads a hash. What is none may be a key: it is never repeated. */
  public static Parsed<KeyHash> parse(String text) {
    if (!GRAMMAR.matcher(text).matches()) {
      return Parsed.refused(
          DiagnosticCode.NOT_A_HASH,
          "this is not a SHA-256 in 64 lower-case hexadecimal digits",
          "store the hash of a key, never the key: printf %s \"$KEY\" | sha256sum");
    }
    if (text.equals(OF_NOTHING)) {
      return Parsed.refused(
          DiagnosticCode.NOT_A_HASH,
          "this is the SHA-256 of an empty text",
          "hash the key itself: printf %s \"$KEY\" | sha256sum");
    }
    return Parsed.of(new KeyHash(text));
  }

  /** The hash of a key. */
  public static KeyHash of(String key) {
    return new KeyHash(Sha256.hex(key));
  }

  @Override
  public String toString() {
    return hex;
  }
}
