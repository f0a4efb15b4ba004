package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.IpAddress;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * No server is the gateway itself: a request would go round until every connection is used up. Only
 * what the catalog shows is found; that a machine's own outside address leads back, it cannot know.
 */
final class NoGatewayLoop implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    Catalog catalog = subject.catalog();
    List<Listeners.Listener> listeners = Listeners.of(catalog);
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < catalog.models().size(); i++) {
      Model model = catalog.models().get(i);
      for (int j = 0; j < model.servers().size(); j++) {
        check(model.servers().get(j), Paths.address(i, j), listeners, catalog)
            .ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> check(
      Server server, CatalogPath path, List<Listeners.Listener> listeners, Catalog catalog) {
    return listeners.stream()
        .filter(listener -> reaches(server.address(), listener.address(), catalog))
        .findFirst()
        .map(
            listener ->
                Finding.error(
                        DiagnosticCode.GATEWAY_LOOP,
                        path,
                        server.address().text()
                            + " is the gateway itself, which listens on "
                            + listener.address().text(),
                        listener.purpose() == Listeners.Purpose.STATUS
                            ? "write the address of the vLLM server, or move the gateway's own"
                                + " answer with gateway.status_listen"
                            : "write the address of the vLLM server")
                    .with(listener.path()));
  }

  private static boolean reaches(ServerAddress server, ListenAddress listen, Catalog catalog) {
    if (server.port() != listen.port()) {
      return false;
    }
    String host = server.host();
    if (catalog.gateway().serverNames().contains(new HostName(host))) {
      return true;
    }
    return IpAddress.parse(host)
        .map(ip -> reaches(ip, listen))
        .orElseGet(() -> host.equals("localhost") && acceptsLoopback(listen));
  }

  private static boolean reaches(IpAddress server, ListenAddress listen) {
    String address = listen.address();
    if (address == null) {
      return server.isIpv4() && server.isLoopback();
    }
    IpAddress own = IpAddress.parse(address).orElseThrow();
    return own.equals(server) || (own.isUnspecified() && !server.isIpv4() && server.isLoopback());
  }

  private static boolean acceptsLoopback(ListenAddress listen) {
    String address = listen.address();
    return address == null
        || IpAddress.parse(address).filter(ip -> ip.isLoopback() || ip.isUnspecified()).isPresent();
  }
}
