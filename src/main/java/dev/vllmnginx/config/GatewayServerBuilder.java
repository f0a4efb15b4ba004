package dev.vllmnginx.config;

import dev.vllmnginx.catalog.ByteSize;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.ClientAuth;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Engine;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.IpNetwork;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.config.syntax.FilePath;
import dev.vllmnginx.config.syntax.MapKey;
import dev.vllmnginx.config.syntax.Network;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.UriPath;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server block that answers clients. */
final class GatewayServerBuilder {
  /** What stands before the host name of a handshake, {@code $https} and a colon. */
  static final String HANDSHAKE = "on:";

  /**
   * From here on variables like {@code $http_content_type} show all lines of a header; before, only
   * a script sees the second one. (The other reason for a script is to count what is in flight.)
   */
  private static final Version ALL_HEADERS = Version.of(1, 23, 0);

  private static final CatalogPath TLS = CatalogPath.ROOT.key("gateway").key("tls");

  /** {@code keepalive_min_timeout} is known since then. */
  private static final Version KEEPALIVE_MIN_TIMEOUT = Version.of(1, 27, 4);

  private GatewayServerBuilder() {}

  static GatewayServer build(Catalog catalog, Listeners listeners, ProxyLocations proxies) {
    Gateway gateway = catalog.gateway();
    Tls tls = gateway.tls();
    return new GatewayServer(
        catalog.nginx().engine() == Engine.QJS,
        !catalog.nginx().version().isAtLeast(ALL_HEADERS),
        listeners.gateway(),
        listeners.serverNames(),
        trustedProxies(gateway.trustedProxies()),
        tls == null ? null : serverTls(tls, gateway.serverNames()),
        tls != null && !listeners.http2InListen(),
        catalog.nginx().version().isAtLeast(KEEPALIVE_MIN_TIMEOUT),
        tls != null && tls.redirect(),
        new Size(largest(catalog.models().stream()).text(), null),
        entries(catalog.models()),
        responses(catalog.models()),
        proxies.all());
  }

  private static GatewayServer.ServerTls serverTls(Tls tls, List<HostName> names) {
    return new GatewayServer.ServerTls(
        new FilePath(tls.certificate(), TLS.key("certificate")),
        new FilePath(tls.certificateKey(), TLS.key("certificate_key")),
        tls.clientCa() == null
            ? null
            : new GatewayServer.ClientCertificates(
                new FilePath(tls.clientCa(), TLS.key("client_ca")),
                tls.clientAuth() == ClientAuth.REQUIRED,
                handshakes(names)));
  }

  /** Without names the gateway is the default server itself, and every handshake its own. */
  private static List<MapKey> handshakes(List<HostName> names) {
    CatalogPath path = CatalogPath.ROOT.key("gateway").key("server_name");
    List<MapKey> keys = new ArrayList<>();
    for (HostName name : names) {
      keys.add(MapKey.plain(HANDSHAKE + name.value(), path.index(keys.size())));
    }
    return keys;
  }

  private static List<Network> trustedProxies(List<IpNetwork> networks) {
    CatalogPath path = CatalogPath.ROOT.key("gateway").key("trusted_proxies");
    List<Network> proxies = new ArrayList<>();
    for (IpNetwork network : networks) {
      proxies.add(new Network(network.text(), path.index(proxies.size())));
    }
    return proxies;
  }

  /** The paths that reach at least one model. */
  private static List<EntryLocation> entries(List<Model> models) {
    List<EntryLocation> entries = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.values()) {
      List<Model> served =
          models.stream().filter(model -> model.endpoints().contains(endpoint)).toList();
      if (!served.isEmpty() && endpoint.protocol() != Endpoint.Protocol.BY_ID) {
        entries.add(entry(endpoint, largest(served.stream())));
      }
    }
    return entries;
  }

  private static GatewayServer.@Nullable Responses responses(List<Model> models) {
    Set<Endpoint> offered = EnumSet.noneOf(Endpoint.class);
    models.forEach(model -> offered.addAll(model.endpoints()));
    return offered.contains(Endpoint.RESPONSES)
        ? new GatewayServer.Responses(
            offered.contains(Endpoint.RESPONSE), offered.contains(Endpoint.CANCEL_RESPONSE))
        : null;
  }

  private static EntryLocation entry(Endpoint endpoint, ByteSize maxBodySize) {
    return new EntryLocation(
        new UriPath(endpoint.path(), null),
        endpoint.protocol() == Endpoint.Protocol.ANTHROPIC,
        endpoint.protocol() == Endpoint.Protocol.FORM,
        new Size(maxBodySize.text(), null),
        new Size(bodyBuffer(maxBodySize).text(), null));
  }

  /**
   * The framing of chunked bodies fills the buffer too. nginx allocates the length of the body
   * where it is announced, and the whole buffer, of which the system gives memory only as it is
   * filled, where it is not.
   */
  private static ByteSize bodyBuffer(ByteSize maxBodySize) {
    return new ByteSize(2 * maxBodySize.bytes());
  }

  private static ByteSize largest(Stream<Model> models) {
    @Nullable ByteSize largest =
        models.map(Model::maxBodySize).max(ByteSize::compareTo).orElse(null);
    if (largest == null) {
      throw new IllegalArgumentException("a catalog has at least one model");
    }
    return largest;
  }
}
