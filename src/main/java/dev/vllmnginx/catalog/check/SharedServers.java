package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One server in several models is right for LoRA adapters on one base model and otherwise a slip of
 * copying, so it is a warning.
 */
final class SharedServers implements Rule {
  private record Place(int model, int server) {}

  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    Map<ServerAddress, Place> seen = new HashMap<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      List<Server> servers = models.get(i).servers();
      for (int j = 0; j < servers.size(); j++) {
        Place first = seen.putIfAbsent(servers.get(j).address(), new Place(i, j));
        if (first != null && first.model() != i) {
          findings.add(finding(servers.get(j).address(), new Place(i, j), first, models));
        }
      }
    }
    return findings;
  }

  private static Finding finding(
      ServerAddress address, Place place, Place first, List<Model> models) {
    String other = models.get(first.model()).name().value();
    return Finding.warning(
            DiagnosticCode.SHARED_SERVER,
            Paths.address(place.model(), place.server()),
            "the server " + address.text() + " also serves " + Visible.quote(other),
            "right when it serves both names, as with LoRA adapters; each model counts its"
                + " connections and failures by itself")
        .with(Paths.address(first.model(), first.server()));
  }
}
