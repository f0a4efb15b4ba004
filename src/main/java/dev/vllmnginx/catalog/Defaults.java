package dev.vllmnginx.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What a model and its servers get when they do not say otherwise.
 *
 * @param balance how requests are spread
 * @param timeouts limits of waiting for a server
 * @param maxFails failures that take a server out
 * @param failTimeout the time in which they are counted
 * @param maxBodySize largest request body
 * @param listAliases whether {@code GET /v1/models} shows aliases
 * @param health how servers are watched; null: not at all
 */
public record Defaults(
    Balance balance,
    Timeouts timeouts,
    int maxFails,
    TimeSpan failTimeout,
    ByteSize maxBodySize,
    boolean listAliases,
    @Nullable Health health) {
  /** Reads of vLLM may be silent for as long as OpenAI's clients wait. */
  public static final Timeouts TIMEOUTS =
      new Timeouts(TimeSpan.ofSeconds(2), TimeSpan.ofSeconds(600), TimeSpan.ofSeconds(60));

  public static final ByteSize MAX_BODY_SIZE = ByteSize.ofMebibytes(32);
  public static final TimeSpan FAIL_TIMEOUT = TimeSpan.ofSeconds(10);
  public static final int MAX_FAILS = 3;
}
