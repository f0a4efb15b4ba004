package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.MapValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The maps of the routing decision.
 *
 * @param grouped whether {@code names} differ by the group of the client's key, which then stands
 *     in front of each
 * @param closedUnknown the groups that may not use the model of {@code unknownModel}
 * @param closedMissing the groups that may not use the model of {@code missingModel}
 * @param names every name and alias that a client may send. The value repeats the name, since keys
 *     of a map ignore case, and goes on with the model's name in the catalog and the name of its
 *     {@link RouteTable.Profile}.
 * @param unknownModel the route of the model that serves unknown names; null: none does
 * @param missingModel the route of the model that serves requests that name none; null: none does
 * @param responsesModel the name of the model whose responses can be asked for by their id; null:
 *     none's can
 * @param endpoints every path that clients may post to
 * @param renames from the model's name in the catalog to the name that its servers know, where that
 *     is another one
 * @param upstreams from the model's name in the catalog to its upstream
 */
public record RouteMap(
    boolean grouped,
    List<Integer> closedUnknown,
    List<Integer> closedMissing,
    List<Name> names,
    @Nullable MapValue unknownModel,
    @Nullable MapValue missingModel,
    @Nullable MapValue responsesModel,
    List<EndpointRoute> endpoints,
    List<Rename> renames,
    List<Entry> upstreams) {
  public RouteMap {
    closedUnknown = List.copyOf(closedUnknown);
    closedMissing = List.copyOf(closedMissing);
    names = List.copyOf(names);
    endpoints = List.copyOf(endpoints);
    renames = List.copyOf(renames);
    upstreams = List.copyOf(upstreams);
  }

  /**
   * What a client may send; the key has a {@code =} in front, so that no name is a word of nginx's.
   */
  public record Name(MapKey requested, MapValue route) {}

  /**
   * A path: for each profile that has it three words, its name, the named location that passes
   * requests on, and the largest body in bytes, or {@code any} where {@code client_max_body_size}
   * sees to it.
   */
  public record EndpointRoute(MapKey path, MapValue routes) {}

  /** One model with a name of its own on its servers. */
  public record Rename(MapKey model, MapValue served) {}

  /**
   * One model.
   *
   * @param watched what the health of its servers is filed under; null: nobody watches them
   */
  public record Entry(MapKey model, Identifier upstream, @Nullable Identifier watched) {}
}
