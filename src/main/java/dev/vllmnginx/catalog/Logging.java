package dev.vllmnginx.catalog;

/**
 * The gateway's logs.
 *
 * @param format of the access log
 * @param accessLog absolute path
 * @param errorLog absolute path
 */
public record Logging(Format format, String accessLog, String errorLog) {
  /** What a line of the access log looks like. */
  public enum Format {
    /** One line of text with {@code model:"…" upstream:"…"}. */
    TEXT,
    /** One JSON object per line. */
    JSON
  }
}
