package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.TimeSpan;
import dev.vllmnginx.catalog.Timeouts;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.UriPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The named locations that pass requests on. nginx takes no variables in its time-outs, hence one
 * location for each endpoint and each set of time-outs that occurs.
 */
final class ProxyLocations {
  private record Key(Endpoint endpoint, Timeouts timeouts) {}

  private final Map<Key, ProxyLocation> locations = new LinkedHashMap<>();

  private ProxyLocations() {}

  static ProxyLocations of(List<Model> models) {
    ProxyLocations result = new ProxyLocations();
    for (Endpoint endpoint : Endpoint.values()) {
      int sets = 0;
      for (Model model : models) {
        Key key = new Key(endpoint, model.timeouts());
        if (model.endpoints().contains(endpoint) && !result.locations.containsKey(key)) {
          sets++;
          result.locations.put(key, location(endpoint, model.timeouts(), sets));
        }
      }
    }
    return result;
  }

  List<ProxyLocation> all() {
    return new ArrayList<>(locations.values());
  }

  /** For the script: each path of the model to the name of the location that passes it on. */
  Map<String, String> endpoints(Model model) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Endpoint endpoint : model.endpoints()) {
      ProxyLocation location = locations.get(new Key(endpoint, model.timeouts()));
      if (location != null) {
        result.put(endpoint.path(), location.name().text());
      }
    }
    return result;
  }

  private static ProxyLocation location(Endpoint endpoint, Timeouts timeouts, int set) {
    String name = "@" + endpoint.name().toLowerCase(Locale.ROOT) + (set == 1 ? "" : "_" + set);
    TimeSpan window = new TimeSpan(2 * timeouts.connect().millis());
    return new ProxyLocation(
        new Identifier(name, null),
        new UriPath(endpoint.path(), null),
        duration(timeouts.connect()),
        duration(timeouts.read()),
        duration(timeouts.send()),
        isShorter(window, timeouts),
        duration(window));
  }

  /**
   * A server that does not accept in time may be followed by another, a server that does not answer
   * in time may not: it has begun to work. nginx has one word for both, {@code proxy_next_upstream
   * timeout}. It stops trying when the window is over, so the word is safe where the window ends
   * before the other time-outs can.
   */
  private static boolean isShorter(TimeSpan window, Timeouts timeouts) {
    return window.millis() < timeouts.read().millis() && window.millis() < timeouts.send().millis();
  }

  private static Duration duration(TimeSpan span) {
    return new Duration(span.text(), null);
  }
}
