package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;

/** Every address that the gateway listens on, with its place in the catalog. */
public final class Listeners {
  /** What is spoken there. */
  public enum Purpose {
    PLAIN,
    TLS,
    STATUS,
    METRICS
  }

  /**
   * One of them.
   *
   * @param path where it stands in the catalog
   */
  public record Listener(ListenAddress address, CatalogPath path, Purpose purpose) {}

  private Listeners() {}

  /** All of them, in the catalog's order. */
  public static List<Listener> of(Catalog catalog) {
    Gateway gateway = catalog.gateway();
    List<Listener> all = new ArrayList<>();
    add(gateway.listen(), Paths.LISTEN, Purpose.PLAIN, all);
    if (gateway.tls() != null) {
      add(gateway.tls().listen(), Paths.TLS_LISTEN, Purpose.TLS, all);
    }
    if (gateway.statusListen() != null) {
      all.add(new Listener(gateway.statusListen(), Paths.STATUS_LISTEN, Purpose.STATUS));
    }
    Metrics metrics = catalog.metrics();
    if (metrics != null && metrics.listen().address() != null) {
      all.add(new Listener(metrics.listen().address(), Paths.METRICS_LISTEN, Purpose.METRICS));
    }
    return all;
  }

  private static void add(
      List<ListenAddress> addresses, CatalogPath path, Purpose purpose, List<Listener> all) {
    for (int i = 0; i < addresses.size(); i++) {
      all.add(new Listener(addresses.get(i), path.index(i), purpose));
    }
  }
}
