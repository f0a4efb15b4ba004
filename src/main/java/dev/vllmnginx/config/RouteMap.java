package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import java.util.List;

/**
 * The two maps of the routing decision.
 *
 * @param names every name and alias that a client may send. The value repeats the name, since keys
 *     of a map ignore case, and goes on with the model's name in the catalog and the index of its
 *     {@link RouteTable.Profile}.
 * @param upstreams from the model's name in the catalog to its upstream
 */
public record RouteMap(List<Name> names, List<Entry> upstreams) {
  public RouteMap {
    names = List.copyOf(names);
    upstreams = List.copyOf(upstreams);
  }

  /**
   * What a client may send; the key has a {@code =} in front, so that no name is a word of nginx's.
   */
  public record Name(MapKey requested, MapValue route) {}

  /** One model. */
  public record Entry(MapKey model, Identifier upstream) {}
}
