package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import dev.vllmnginx.config.syntax.Rate;
import dev.vllmnginx.config.syntax.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shared memory that counts requests, and the directive that applies it.
 *
 * @param name of the zone and of the variable that it counts by
 * @param size holds all that can be counted
 * @param by whose requests: {@code client}, {@code model} or {@code key}
 * @param members who is counted; everybody else is not limited; empty for clients
 * @param rate of {@code limit_req_zone}; null: requests at a time are counted
 * @param most {@code burst} of a rate, or how many at a time
 */
public record LimitZone(
    Identifier name, Size size, String by, List<Member> members, @Nullable Rate rate, int most) {
  public LimitZone {
    members = List.copyOf(members);
  }

  /** A model or a key. */
  public record Member(MapKey key, MapValue value) {}
}
