package dev.vllmnginx.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How much one client, one model or one key may ask.
 *
 * @param requests null: any number
 * @param burst how many requests may come at once beyond the rate ({@code burst})
 * @param concurrency most requests at a time ({@code limit_conn}); 0: any number
 * @param dryRun whether requests beyond are only logged; the gateway's says so for all limits
 */
public record Limits(@Nullable RequestRate requests, int burst, int concurrency, boolean dryRun) {
  public static final Limits NONE = new Limits(null, 0, 0, false);
}
