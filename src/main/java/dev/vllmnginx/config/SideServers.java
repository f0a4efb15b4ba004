package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.config.syntax.ServerName;
import java.util.ArrayList;
import java.util.List;

/** The servers that turn requests away. */
final class SideServers {
  private static final int HTTPS = 443;

  private SideServers() {}

  static List<SideServer> of(Catalog catalog, Listeners listeners) {
    Tls tls = catalog.gateway().tls();
    List<SideServer> servers = new ArrayList<>();
    if (listeners.rejectsUnknownNames()) {
      servers.add(new SideServer.Unknown(listeners.unknown(), tls != null));
    }
    if (tls != null && listeners.redirects()) {
      servers.add(redirect(listeners, catalog.gateway(), tls));
    }
    return servers;
  }

  private static SideServer redirect(Listeners listeners, Gateway gateway, Tls tls) {
    List<ServerName> names = listeners.serverNames();
    int port = tls.listen().get(0).port();
    return new SideServer.Redirect(
        listeners.redirect(),
        names,
        gateway.serverNames().isEmpty() ? null : names.get(0),
        port == HTTPS ? 0 : port);
  }
}
