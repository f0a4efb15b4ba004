package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.UriPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nginx needs to count requests, and where the counts can be read.
 *
 * @param listen a loopback address or a unix socket
 * @param scraped whether Prometheus can ask there by itself: it speaks TCP only
 * @param byKey whether each API key is counted too
 * @param zoneSize of the shared dictionary ({@code js_shared_dict_zone}); where it changes, a
 *     reload counts from zero
 * @param endpoints the paths that are told apart
 * @param observed what exists, whether it was asked for or not
 */
public record MetricsServer(
    Address listen,
    boolean scraped,
    boolean byKey,
    Size zoneSize,
    List<UriPath> endpoints,
    Observed observed) {
  public MetricsServer {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * What exists, and begins at zero; counts of anything else are of an earlier catalog.
   *
   * @param accounting whether tokens are counted
   * @param certificate the file of the gateway's certificate, an absolute path; null without TLS
   * @param limitMode what becomes of requests beyond a limit: {@code enforced} or {@code dry_run}
   * @param keys the ids of the keys that are counted
   */
  public record Observed(
      boolean accounting,
      @Nullable String certificate,
      String limitMode,
      List<String> keys,
      List<ObservedModel> models) {
    public Observed {
      keys = List.copyOf(keys);
      models = List.copyOf(models);
    }
  }

  /**
   * A model.
   *
   * @param endpoints the paths where it is served
   * @param replicas its servers that have an IP address, as nginx names them in {@code
   *     $upstream_addr}
   * @param limits the kinds of limits that its requests can hit
   */
  public record ObservedModel(
      String name, List<String> endpoints, List<String> replicas, List<String> limits) {
    public ObservedModel {
      limits = List.copyOf(limits);
      endpoints = List.copyOf(endpoints);
      replicas = List.copyOf(replicas);
    }
  }
}
