package dev.vllmnginx.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All limits. Each stands in every location that passes requests on, and nowhere else: nginx
 * applies the limits of one location only, the first that a request comes to.
 *
 * @param zones in the order in which they are applied
 * @param tokens limits of tokens; null: there are none
 * @param requestRates all rates of requests, the smallest first
 * @param dryRun whether what is beyond a limit is only logged
 * @param retryAfter seconds after which every rate lets one more request through
 */
public record LimitZones(
    List<LimitZone> zones,
    @Nullable TokenLimits tokens,
    List<RequestRate> requestRates,
    boolean dryRun,
    int retryAfter) {
  public LimitZones {
    zones = List.copyOf(zones);
    requestRates = List.copyOf(requestRates);
  }

  /**
   * A rate of requests.
   *
   * @param zone in which it is counted
   * @param perMinute what it comes to in a minute
   */
  public record RequestRate(LimitZone zone, int perMinute) {}

  /** Whether there is a limit of requests in a time. */
  public boolean isRated() {
    return zones.stream().anyMatch(zone -> zone.rate() != null);
  }

  /** Whether there is a limit of each client's requests. */
  public boolean isCountingClients() {
    return zones.stream().anyMatch(zone -> zone.by().equals("client"));
  }

  /** Whether there is a limit of requests at a time. */
  public boolean isCounted() {
    return zones.stream().anyMatch(zone -> zone.rate() == null);
  }
}
