package dev.vllmnginx.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How much one client, one model or one key may ask.
 *
 * @param requests null: any number
 * @param burst how many requests may come at once beyond the rate ({@code burst})
 * @param tokens null: any number
 * @param concurrency most requests at a time ({@code limit_conn}); 0: any number
 * @param dryRun whether requests beyond are only logged; the gateway's says so for all limits
 */
public record Limits(
    @Nullable RequestRate requests,
    int burst,
    @Nullable TokenRate tokens,
    int concurrency,
    boolean dryRun) {
  public static final Limits NONE = new Limits(null, 0, null, 0, false);

  public Limits withoutTokens() {
    return new Limits(requests, burst, null, concurrency, dryRun);
  }
}
