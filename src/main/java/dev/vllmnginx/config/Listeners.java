package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.ReleaseId;
import dev.vllmnginx.config.syntax.ServerName;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who listens where. With host names, another server is the default one of each socket and turns
 * unknown names away; in somebody else's {@code http} block the default server is theirs.
 */
final class Listeners {
  /** {@code http2 on} is known since then; before, it is a parameter of {@code listen}. */
  private static final Version HTTP2_DIRECTIVE = Version.of(1, 25, 1);

  private static final CatalogPath GATEWAY = CatalogPath.ROOT.key("gateway");

  private final Gateway gateway;
  private final boolean standalone;
  private final boolean http2InListen;

  private final @Nullable String socketPrefix;
  private final List<ListenAddress> addresses = new ArrayList<>();

  private Listeners(
      Gateway gateway, boolean standalone, boolean http2InListen, @Nullable String socketPrefix) {
    this.socketPrefix = socketPrefix;
    addresses.addAll(gateway.listen());
    Tls tls = gateway.tls();
    addresses.addAll(tls == null ? List.of() : tls.listen());
    if (gateway.statusListen() != null) {
      addresses.add(gateway.statusListen());
    }
    this.gateway = gateway;
    this.standalone = standalone;
    this.http2InListen = http2InListen;
  }

  static Listeners of(Catalog catalog, Placement placement) {
    return new Listeners(
        catalog.gateway(),
        catalog.nginx().layout() == Layout.STANDALONE,
        !catalog.nginx().version().isAtLeast(HTTP2_DIRECTIVE),
        placement.socketPrefix());
  }

  boolean http2InListen() {
    return http2InListen;
  }

  /** Whether a server of ours turns unknown host names away. */
  boolean rejectsUnknownNames() {
    return standalone && !gateway.serverNames().isEmpty();
  }

  /** Whether the plain listeners only redirect. */
  boolean redirects() {
    Tls tls = gateway.tls();
    return tls != null && tls.redirect() && !gateway.listen().isEmpty();
  }

  /** The gateway's own sockets. */
  List<Listener> gateway() {
    boolean defaultServer = standalone && !rejectsUnknownNames();
    List<Listener> listeners = new ArrayList<>();
    if (!redirects()) {
      listeners.addAll(plain(defaultServer));
    }
    listeners.addAll(tls(defaultServer));
    return listeners;
  }

  /** The sockets that only redirect. */
  List<Listener> redirect() {
    return redirects() ? plain(standalone && !rejectsUnknownNames()) : List.of();
  }

  /** Every socket, for the server that turns unknown host names away. */
  List<Listener> unknown() {
    List<Listener> listeners = new ArrayList<>(plain(true));
    listeners.addAll(tls(true));
    return listeners;
  }

  /** Where the release is told; null: nowhere. */
  @Nullable StatusServer status() {
    ListenAddress status = gateway.statusListen();
    return status == null
        ? null
        : new StatusServer(
            new Address(text(status), GATEWAY.key("status_listen")), ReleaseId.UNKNOWN);
  }

  List<ServerName> serverNames() {
    List<ServerName> names = new ArrayList<>();
    List<HostName> hosts = gateway.serverNames();
    for (int i = 0; i < hosts.size(); i++) {
      names.add(new ServerName(hosts.get(i).value(), GATEWAY.key("server_name").index(i)));
    }
    return names.isEmpty() ? List.of(new ServerName("_", null)) : names;
  }

  private List<Listener> plain(boolean defaultServer) {
    return listeners(gateway.listen(), GATEWAY.key("listen"), false, defaultServer);
  }

  private List<Listener> tls(boolean defaultServer) {
    Tls tls = gateway.tls();
    return tls == null
        ? List.of()
        : listeners(tls.listen(), GATEWAY.key("tls").key("listen"), true, defaultServer);
  }

  private List<Listener> listeners(
      List<ListenAddress> addresses, CatalogPath path, boolean ssl, boolean defaultServer) {
    List<Listener> listeners = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      Address address = new Address(text(addresses.get(i)), path.index(i));
      listeners.add(new Listener(address, ssl, ssl && http2InListen, defaultServer));
    }
    return listeners;
  }

  private String text(ListenAddress address) {
    return socketPrefix == null
        ? address.text()
        : "unix:" + socketPrefix + addresses.indexOf(address);
  }
}
