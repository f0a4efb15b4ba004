package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.catalog.Logging;
import dev.vllmnginx.config.syntax.Account;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.FilePath;
import dev.vllmnginx.config.syntax.Home;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A catalog and a placement to the configuration that nginx gets. */
public final class NginxConfigBuilder {
  private static final CatalogPath NGINX = CatalogPath.ROOT.key("nginx");
  private static final CatalogPath LOGGING = CatalogPath.ROOT.key("logging");
  private static final FilePath STATUS = new FilePath("conf.d/50-status.conf", null);
  private static final FilePath METRICS = new FilePath("conf.d/60-metrics.conf", null);

  private final Catalog catalog;
  private final Placement placement;

  private NginxConfigBuilder(Catalog catalog, Placement placement) {
    this.catalog = catalog;
    this.placement = placement;
  }

  /** The configuration of a catalog; the same arguments always give an equal result. */
  public static NginxConfig build(Catalog catalog, Placement placement) {
    return new NginxConfigBuilder(catalog, placement).build();
  }

  private NginxConfig build() {
    List<Upstream> upstreams = UpstreamBuilder.build(catalog.models());
    Listeners listeners = Listeners.of(catalog, placement);
    ProxyLocations proxies = ProxyLocations.of(catalog.models());
    Profiles profiles = new Profiles(catalog.models(), proxies);
    GatewayServer gateway = GatewayServerBuilder.build(catalog, listeners, proxies);
    KeyGroups groups = KeyGroups.of(catalog);
    ServerKeysBuilder serverKeys = new ServerKeysBuilder(catalog.models());
    LimitZones limits = LimitZonesBuilder.build(catalog, placement.ownMain());
    return new NginxConfig(
        placement.ownMain() ? Home.HERE : Home.BESIDE,
        placement.ownMain() ? main() : null,
        accessLog(),
        withGroups(upstreams),
        RouteMapBuilder.build(catalog, groups, upstreams, profiles, placement.ownMain()),
        SideServers.of(catalog, listeners),
        gateway,
        ErrorPage.all(limits),
        anthropicErrorPages(limits),
        listeners.status(),
        RouteTableBuilder.build(catalog, groups, profiles),
        MetricsServerBuilder.build(catalog, profiles, gateway.entries(), placement),
        HealthChecksBuilder.build(catalog.models(), upstreams, listeners.status(), serverKeys),
        KeyAccessBuilder.build(catalog.apiKeys(), groups),
        limits,
        serverKeys.build(placement.ownMain()));
  }

  /** Each model's upstream, followed by those without the servers that are out. */
  private List<Upstream> withGroups(List<Upstream> upstreams) {
    List<Upstream> all = new ArrayList<>();
    for (int i = 0; i < upstreams.size(); i++) {
      all.add(upstreams.get(i));
      all.addAll(HealthyGroups.of(catalog.models().get(i), upstreams.get(i)));
    }
    return all;
  }

  private List<ErrorPage> anthropicErrorPages(@Nullable LimitZones limits) {
    boolean offered =
        catalog.models().stream()
            .flatMap(model -> model.endpoints().stream())
            .anyMatch(endpoint -> endpoint.protocol() == Endpoint.Protocol.ANTHROPIC);
    return offered
        ? ErrorPage.all(limits).stream().map(ErrorPage::forAnthropic).toList()
        : List.of();
  }

  private MainContext main() {
    int connections = catalog.nginx().workerConnections();
    String user = placement.user();
    String module = placement.loadModule();
    String temporary = placement.temporary();
    return new MainContext(
        module == null ? null : new FilePath(module, null),
        user == null ? null : new Account(user, NGINX.key("user")),
        new FilePath(placement.pid(), null),
        new FilePath(placement.errorLog(), LOGGING.key("error_log")),
        new Duration("1h", null),
        connections,
        2 * connections,
        MapHashSizes.of(mapKeys()),
        MapHashSizes.bucketOf(hostNames()),
        temporary == null ? null : new FilePath(temporary, null),
        includes());
  }

  private List<String> hostNames() {
    return catalog.gateway().serverNames().stream().map(HostName::value).toList();
  }

  private List<String> mapKeys() {
    List<String> keys =
        new ArrayList<>(RouteMapBuilder.keys(catalog.models(), KeyGroups.of(catalog)));
    hostNames().forEach(name -> keys.add(GatewayServerBuilder.HANDSHAKE + name));
    return keys;
  }

  private List<FilePath> includes() {
    List<FilePath> includes = new ArrayList<>();
    includes.add(new FilePath("conf.d/10-logging.conf", null));
    includes.add(new FilePath("conf.d/20-upstreams.conf", null));
    includes.add(new FilePath("conf.d/30-routes.conf", null));
    if (catalog.apiKeys() != null) {
      includes.add(new FilePath("conf.d/35-keys.conf", null));
    }
    if (LimitZonesBuilder.build(catalog, true) != null) {
      includes.add(new FilePath("conf.d/36-limits.conf", null));
    }
    includes.add(new FilePath("conf.d/40-server.conf", null));
    if (catalog.gateway().statusListen() != null) {
      includes.add(STATUS);
    }
    if (catalog.metrics() != null) {
      includes.add(METRICS);
    }
    return includes;
  }

  private AccessLog accessLog() {
    return new AccessLog(
        catalog.logging().format() == Logging.Format.JSON,
        new FilePath(placement.accessLog(), LOGGING.key("access_log")),
        catalog.nginx().layout() == Layout.STANDALONE,
        catalog.logging().accounting());
  }
}
