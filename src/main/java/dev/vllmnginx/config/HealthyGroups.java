package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.config.syntax.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The upstreams of a model beside the one that has all of its servers. nginx has no way to take a
 * server out while it runs, but it can choose among groups for each request. Up to {@value
 * #ENUMERATED} servers there is a group for each set of them that can be out ({@code
 * vllm_qwen__without_2_3}), which keeps balancing, weights, backups and retries as they are. More
 * servers have a group for each one of them, one for all, and for what lies between a group from
 * which njs picks: by a key that nginx hashes, or, where a name may stand for several addresses, a
 * group of that name alone.
 */
final class HealthyGroups {
  private static final int ENUMERATED = 4;

  private HealthyGroups() {}

  /** How a model's group is found when some of its servers are out. */
  static HealthChecks.Choice choice(Model model) {
    if (model.servers().stream().filter(server -> !server.down()).count() <= ENUMERATED) {
      return HealthChecks.Choice.SETS;
    }
    return model.servers().stream().allMatch(server -> server.down() || isNumeric(server))
        ? HealthChecks.Choice.PICKED
        : HealthChecks.Choice.ONLY;
  }

  private static boolean isNumeric(Server server) {
    return server.address().isNumeric();
  }

  /** Every group but the whole one, in a steady order. Empty when nobody watches. */
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
    HealthChecks.Choice choice = choice(model);
    if (choice == HealthChecks.Choice.SETS) {
      groups.addAll(sets(whole, watched));
    } else {
      watched.forEach(index -> groups.add(without(whole, List.of(index))));
      groups.add(group(whole, "without_all", without(whole, watched).peers(), false));
    }
    if (choice == HealthChecks.Choice.PICKED) {
      groups.add(
          group(
              whole,
              "picked",
              watched.stream().map(index -> whole.peers().get(index).asEqual()).toList(),
              true));
    }
    watched.stream()
        .filter(i -> choice == HealthChecks.Choice.ONLY || !isNumeric(model.servers().get(i)))
        .forEach(
            index ->
                groups.add(
                    group(
                        whole,
                        "only_" + (index + 1),
                        List.of(whole.peers().get(index).asEqual()),
                        false)));
    return groups;
  }

  private static List<Upstream> sets(Upstream whole, List<Integer> watched) {
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
    return group(whole, "without_" + numbers, peers, false);
  }

  private static Upstream group(
      Upstream whole, String end, List<Upstream.Peer> peers, boolean picked) {
    return new Upstream(
        new Identifier(whole.name().text() + "__" + end, whole.name().origin()),
        whole.zone(),
        null,
        picked ? null : whole.balance(),
        picked,
        peers,
        whole.keepalive(),
        whole.keepaliveTimeout());
  }
}
