package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.config.syntax.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * For each set of servers that can be out, the upstream without them: {@code vllm_qwen__without_2}.
 * nginx has no way to take a server out while it runs, but it can choose among groups for each
 * request, and so keeps balancing, weights, backups and retries as they are.
 */
final class HealthyGroups {
  private HealthyGroups() {}

  /** How many upstreams a model has, with the one that has all servers. */
  static int count(Model model) {
    long watched = model.servers().stream().filter(server -> !server.down()).count();
    return model.health() == null ? 1 : 1 << watched;
  }

  /** Every group but the whole one, in the order of their names. Empty when nobody watches. */
  static List<Upstream> of(Model model, Upstream whole) {
    if (model.health() == null) {
      return List.of();
    }
    List<Integer> watched =
        IntStream.range(0, whole.peers().size())
            .filter(index -> !whole.peers().get(index).down())
            .boxed()
            .toList();
    List<Upstream> groups = new ArrayList<>();
    for (int set = 1; set < 1 << watched.size(); set++) {
      int out = set;
      groups.add(
          without(
              whole,
              IntStream.range(0, watched.size())
                  .filter(bit -> (out >> bit & 1) == 1)
                  .mapToObj(watched::get)
                  .toList()));
    }
    return groups;
  }

  private static Upstream without(Upstream whole, List<Integer> out) {
    List<Upstream.Peer> peers = new ArrayList<>();
    for (int i = 0; i < whole.peers().size(); i++) {
      peers.add(out.contains(i) ? whole.peers().get(i).asDown() : whole.peers().get(i));
    }
    String numbers =
        out.stream().map(index -> Integer.toString(index + 1)).collect(Collectors.joining("_"));
    return new Upstream(
        new Identifier(whole.name().text() + "__without_" + numbers, whole.name().origin()),
        whole.zone(),
        null,
        whole.balance(),
        peers,
        whole.keepalive(),
        whole.keepaliveTimeout());
  }
}
