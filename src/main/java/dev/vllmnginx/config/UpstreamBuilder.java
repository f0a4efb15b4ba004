package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.config.syntax.Address;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.Words;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models to upstreams. */
final class UpstreamBuilder {
  /** Idle connections that a worker keeps to one model's servers. */
  private static final int KEEPALIVE = 64;

  /** vLLM (uvicorn) closes an idle connection after 5 s; a request sent just then is lost. */
  private static final Duration KEEPALIVE_TIMEOUT = new Duration("4s", null);

  private UpstreamBuilder() {}

  static List<Upstream> build(List<Model> models) {
    UpstreamNames names = new UpstreamNames();
    List<Upstream> upstreams = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      CatalogPath path = CatalogPath.ROOT.key("models").index(i);
      upstreams.add(upstream(models.get(i), path, names.next(models.get(i).name().value())));
    }
    return upstreams;
  }

  private static Upstream upstream(Model model, CatalogPath path, String name) {
    List<Upstream.Peer> peers = new ArrayList<>();
    for (int i = 0; i < model.servers().size(); i++) {
      peers.add(peer(model.servers().get(i), path.key("servers").index(i)));
    }
    Identifier identifier = new Identifier(name, path.key("name"));
    Upstream whole = upstream(identifier, peers.size(), model, path, peers);
    int inGroups =
        HealthyGroups.of(model, whole).stream().mapToInt(group -> group.peers().size()).sum();
    return upstream(identifier, peers.size() + inGroups, model, path, peers);
  }

  private static Upstream upstream(
      Identifier name, int inZone, Model model, CatalogPath path, List<Upstream.Peer> peers) {
    return new Upstream(
        name,
        name,
        zoneSize(inZone),
        balance(model.balance(), path.key("balance")),
        false,
        peers,
        KEEPALIVE,
        KEEPALIVE_TIMEOUT);
  }

  private static Upstream.Peer peer(Server server, CatalogPath path) {
    return new Upstream.Peer(
        new Address(server.address().text(), path.key("address")),
        server.weight(),
        server.maxConns(),
        server.maxFails(),
        new Duration(server.failTimeout().text(), path),
        server.backup(),
        server.down());
  }

  /** A peer takes less than 1 KiB of the zone; the zone's own book-keeping takes some pages. */
  private static Size zoneSize(int peers) {
    return new Size(64 + 2 * Math.max(0, peers - 16) + "k", null);
  }

  private static @Nullable Words balance(Balance balance, CatalogPath origin) {
    return switch (balance) {
      case ROUND_ROBIN -> null;
      case LEAST_CONN -> new Words("least_conn", origin);
      case RANDOM_TWO -> new Words("random two least_conn", origin);
    };
  }
}
