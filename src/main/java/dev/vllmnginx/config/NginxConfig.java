package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Home;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration in nginx's own words.
 *
 * @param home where the tree lies, which stands before every path in it
 * @param main the main context with its {@code http} block; null when an existing nginx.conf
 *     includes the rest
 * @param logging the log format and where the access log goes
 * @param upstreams one per model, in the catalog's order
 * @param routes from the model's name to its upstream
 * @param sideServers the {@code server} blocks that turn requests away, if any
 * @param gateway the {@code server} block that answers clients
 * @param errorPages what nginx itself answers when it must
 * @param anthropicErrorPages the same for the paths of Anthropic's API; empty when no model has
 *     them
 * @param status where it says which release it runs; null: nowhere
 * @param routeTable what the script knows
 * @param metrics what counts requests; null: nothing does
 * @param health which servers nginx watches; null: none
 * @param keys who may use the gateway; null: everybody who reaches it
 * @param limits how much anyone may ask; null: any amount
 * @param serverKeys what servers get in place of the client's key; null: none gets any
 */
public record NginxConfig(
    Home home,
    @Nullable MainContext main,
    AccessLog logging,
    List<Upstream> upstreams,
    RouteMap routes,
    List<SideServer> sideServers,
    GatewayServer gateway,
    List<ErrorPage> errorPages,
    List<ErrorPage> anthropicErrorPages,
    @Nullable StatusServer status,
    RouteTable routeTable,
    @Nullable MetricsServer metrics,
    @Nullable HealthChecks health,
    @Nullable KeyAccess keys,
    @Nullable LimitZones limits,
    @Nullable ServerKeys serverKeys) {
  public NginxConfig {
    upstreams = List.copyOf(upstreams);
    errorPages = List.copyOf(errorPages);
    anthropicErrorPages = List.copyOf(anthropicErrorPages);
    sideServers = List.copyOf(sideServers);
  }

  /** Whether what clients do is counted for each of them. */
  public boolean isCountingClients() {
    return keys != null || (limits != null && limits.isCountingClients());
  }
}
