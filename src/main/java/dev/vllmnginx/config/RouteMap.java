package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.MapKey;
import java.util.List;

/** The {@code map} from the model's name to its upstream. */
public record RouteMap(List<Entry> entries) {
  public RouteMap {
    entries = List.copyOf(entries);
  }

  /** One model. */
  public record Entry(MapKey model, Identifier upstream) {}
}
