package dev.vllmnginx.app.graph;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.Tls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What leads where: from the gateway to its models, and from each model to its servers. A server
 * that several models use is there once.
 *
 * @param gateway what the gateway's box says, in lines
 * @param models in the catalog's order
 * @param servers addresses, in the order in which models name them
 */
public record Topology(List<String> gateway, List<Route> models, List<String> servers) {
  public Topology {
    gateway = List.copyOf(gateway);
    models = List.copyOf(models);
    servers = List.copyOf(servers);
  }

  /**
   * A model.
   *
   * @param lines what its box says
   */
  public record Route(List<String> lines, List<Hop> hops) {
    public Route {
      lines = List.copyOf(lines);
      hops = List.copyOf(hops);
    }
  }

  /**
   * From a model to a server.
   *
   * @param server its place in {@link Topology#servers}
   * @param label what is unusual about it; may be empty
   */
  public record Hop(int server, String label, boolean backup, boolean down) {}

  /** The routes of a catalog. */
  public static Topology of(Catalog catalog) {
    Map<String, Integer> servers = new LinkedHashMap<>();
    List<Route> routes = new ArrayList<>();
    for (Model model : catalog.models()) {
      List<Hop> hops = new ArrayList<>();
      for (Server server : model.servers()) {
        int place = servers.computeIfAbsent(server.address().text(), text -> servers.size());
        hops.add(new Hop(place, label(server), server.backup(), server.down()));
      }
      routes.add(new Route(lines(model, catalog.gateway()), hops));
    }
    return new Topology(lines(catalog.gateway()), routes, new ArrayList<>(servers.keySet()));
  }

  private static String label(Server server) {
    List<String> words = new ArrayList<>();
    if (server.weight() != 1) {
      words.add("weight " + server.weight());
    }
    if (server.backup()) {
      words.add("backup");
    }
    if (server.down()) {
      words.add("down");
    }
    return String.join(", ", words);
  }

  private static List<String> lines(Gateway gateway) {
    List<String> lines = new ArrayList<>(List.of("nginx"));
    gateway.serverNames().forEach(name -> lines.add(name.value()));
    for (ListenAddress address : gateway.listen()) {
      lines.add("http " + address.text());
    }
    Tls tls = gateway.tls();
    if (tls != null) {
      tls.listen().forEach(address -> lines.add("https " + address.text()));
    }
    return lines;
  }

  private static List<String> lines(Model model, Gateway gateway) {
    List<String> lines = new ArrayList<>();
    lines.add(model.name().value());
    lines.add(model.type().keyword());
    model.aliases().forEach(alias -> lines.add("alias " + alias.value()));
    ModelName served = model.servedName();
    if (served != null) {
      lines.add("served as " + served.value());
    }
    Stream.of(
            model.name().equals(gateway.unknownModel()) ? "takes unknown names" : "",
            model.name().equals(gateway.missingModel()) ? "takes requests without a name" : "")
        .filter(line -> !line.isEmpty())
        .forEach(lines::add);
    return lines;
  }
}
