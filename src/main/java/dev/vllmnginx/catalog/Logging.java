package dev.vllmnginx.catalog;

/**
 * The gateway's logs.
 *
 * @param format of the access log
 * @param accessLog absolute path
 * @param errorLog absolute path
 * @param accounting whether the access log has the tokens that each answer cost, and when its body
 *     began, for which a script sees every chunk of every answer
 */
public record Logging(Format format, String accessLog, String errorLog, boolean accounting) {
  /** What a line of the access log looks like. */
  public enum Format {
    /** One line of text with {@code model:"…" upstream:"…"}. */
    TEXT,
    /** One JSON object per line. */
    JSON
  }
}
