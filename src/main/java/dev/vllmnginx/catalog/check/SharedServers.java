package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One server in several models is right for LoRA adapters on one base model and otherwise a slip of
 * copying, so it is a warning: one for all servers that the same models share, where the second of
 * the models names the first of them.
 */
final class SharedServers implements Rule {
  private static final int MOST_NAMES = 5;

  private record Place(int model, int server) {}

  /** A server, with its first place in each model that has it. */
  private record Use(ServerAddress address, List<Place> places) {
    void add(Place place) {
      if (places.isEmpty() || places.get(places.size() - 1).model() != place.model()) {
        places.add(place);
      }
    }

    List<Integer> models() {
      return places.stream().map(Place::model).toList();
    }
  }

  @Override
  public List<Finding> check(Subject subject) {
    List<Model> models = subject.catalog().models();
    Map<List<Integer>, List<Use>> shared = new LinkedHashMap<>();
    for (Use use : uses(models)) {
      if (use.places().size() > 1) {
        shared.computeIfAbsent(use.models(), key -> new ArrayList<>()).add(use);
      }
    }
    List<Finding> findings = new ArrayList<>();
    shared.forEach(
        (users, uses) -> {
          List<String> names =
              users.stream().map(user -> Visible.quote(models.get(user).name().value())).toList();
          findings.add(finding(uses.get(0), uses.size() - 1, names));
        });
    return findings;
  }

  private static Collection<Use> uses(List<Model> models) {
    Map<ServerAddress, Use> uses = new LinkedHashMap<>();
    for (int i = 0; i < models.size(); i++) {
      List<Server> servers = models.get(i).servers();
      for (int j = 0; j < servers.size(); j++) {
        Use use =
            uses.computeIfAbsent(
                servers.get(j).address(), address -> new Use(address, new ArrayList<>()));
        use.add(new Place(i, j));
      }
    }
    return uses.values();
  }

  private static Finding finding(Use use, int more, List<String> names) {
    String servers =
        more == 0
            ? "the server " + use.address().text()
            : "the servers " + use.address().text() + " and " + more + " more";
    String verb = more == 0 ? "serves " : "serve ";
    boolean two = names.size() == 2;
    Place first = use.places().get(0);
    Place second = use.places().get(1);
    return Finding.warning(
            DiagnosticCode.SHARED_SERVER,
            Paths.address(second.model(), second.server()),
            servers + (two ? " also " + verb + names.get(0) : " " + verb + listed(names)),
            "right when it serves "
                + (two ? "both" : "all")
                + " names, as with LoRA adapters; each model counts its"
                + " connections and failures by itself")
        .with(Paths.address(first.model(), first.server()));
  }

  private static String listed(List<String> names) {
    return names.size()
        + " models: "
        + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
        + (names.size() > MOST_NAMES ? ", …" : "");
  }
}
