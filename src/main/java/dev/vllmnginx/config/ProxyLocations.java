package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Endpoint.Protocol;
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
  private record Key(Endpoint endpoint, Timeouts timeouts, boolean renamed) {
    static Key of(Endpoint endpoint, Model model) {
      boolean renamed = model.servedName() != null && endpoint.protocol() != Protocol.BY_ID;
      return new Key(endpoint, model.timeouts(), renamed);
    }
  }

  private final Map<Key, ProxyLocation> locations = new LinkedHashMap<>();

  private ProxyLocations() {}

  static ProxyLocations of(List<Model> models) {
    ProxyLocations result = new ProxyLocations();
    for (Endpoint endpoint : Endpoint.values()) {
      for (Model model : models) {
        if (model.endpoints().contains(endpoint)) {
          result.add(Key.of(endpoint, model));
        }
      }
    }
    return result;
  }

  private void add(Key key) {
    if (!locations.containsKey(key)) {
      long before =
          locations.keySet().stream()
              .filter(other -> other.endpoint() == key.endpoint())
              .filter(other -> other.renamed() == key.renamed())
              .count();
      locations.put(key, location(key, before == 0 ? "" : "_" + (before + 1)));
    }
  }

  List<ProxyLocation> all() {
    return new ArrayList<>(locations.values());
  }

  /** For the script: each path of the model to the name of the location that passes it on. */
  Map<String, String> endpoints(Model model) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Endpoint endpoint : model.endpoints()) {
      ProxyLocation location = locations.get(Key.of(endpoint, model));
      if (location != null) {
        Identifier rename = location.rename();
        result.put(endpoint.path(), (rename == null ? location.name() : rename).text());
      }
    }
    return result;
  }

  private static ProxyLocation location(Key key, String number) {
    String name = key.endpoint().name().toLowerCase(Locale.ROOT);
    Protocol protocol = key.endpoint().protocol();
    Timeouts timeouts = key.timeouts();
    TimeSpan window = new TimeSpan(2 * timeouts.connect().millis());
    return new ProxyLocation(
        new Identifier("@" + name + (key.renamed() ? "_renamed" : "") + number, null),
        key.renamed() ? new Identifier("@rename_" + name + number, null) : null,
        protocol == Protocol.BY_ID ? null : new UriPath(key.endpoint().path(), null),
        protocol == Protocol.ANTHROPIC,
        protocol == Protocol.FORM,
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
