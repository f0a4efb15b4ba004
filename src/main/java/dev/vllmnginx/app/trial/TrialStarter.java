package dev.vllmnginx.app.trial;

import dev.vllmnginx.app.ServerHttp;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.config.NginxConfig;
import dev.vllmnginx.config.NginxConfigBuilder;
import dev.vllmnginx.config.Placement;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.NginxBinary;
import dev.vllmnginx.nginx.NjsModule;
import dev.vllmnginx.nginx.PrivateNginx;
import dev.vllmnginx.nginx.PrivatePlace;
import dev.vllmnginx.nginx.VersionNumber;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.render.Renderer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Starts trials. */
public final class TrialStarter {
  /** Servers that take longer than this to accept a connection are not there. */
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final NginxBinary nginx;

  public TrialStarter(NginxBinary nginx) {
    this.nginx = nginx;
  }

  /**
   * Looks which servers answer, starts a stand-in for each of the others, and nginx in front of
   * them.
   *
   * @param port of 127.0.0.1; 0: any that is free
   * @throws WorldException when the port is taken, or nginx or its njs module missing
   */
  public Trial start(Catalog catalog, int port) {
    String module = NjsModule.of(nginx).map(Path::toString).orElse(null);
    int listen = listenPort(port);
    HttpClient client = ServerHttp.client(CONNECT);
    Map<ServerAddress, ServerProbe.Finding> findings =
        new ServerProbe(client).probe(addresses(catalog));
    TrialServers servers = TrialServers.start(catalog, findings);
    String key = TrialKey.of(catalog);
    try {
      Catalog tried = TrialCatalog.of(servers.inPlace(catalog), listen, installed(), key);
      NginxConfig names = NginxConfigBuilder.build(tried, Placement.confined("/", module));
      PrivateNginx running = PrivateNginx.start(nginx, place -> render(tried, place, module));
      return new Trial(
          catalog, names, servers, running, URI.create("http://127.0.0.1:" + listen), client, key);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private static RenderedTree render(Catalog catalog, PrivatePlace place, @Nullable String module) {
    Placement placement = Placement.confined(place.directory().toString(), module);
    return new Renderer().render(NginxConfigBuilder.build(catalog, placement));
  }

  /** Each server's address, with the key that it wants. */
  private static Map<ServerAddress, Optional<Secret>> addresses(Catalog catalog) {
    Map<ServerAddress, Optional<Secret>> addresses = new LinkedHashMap<>();
    for (Model model : catalog.models()) {
      for (Server server : model.servers()) {
        addresses.putIfAbsent(server.address(), Optional.ofNullable(model.serverKey()));
      }
    }
    return addresses;
  }

  private Version installed() {
    VersionNumber version = nginx.build().version();
    return Version.of(version.major(), version.minor(), version.patch());
  }

  /** A port that nothing listens on. */
  private static int listenPort(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.USAGE,
          "cannot listen on 127.0.0.1:" + port + ": " + e.getMessage() + "; try another --port",
          e);
    }
  }
}
