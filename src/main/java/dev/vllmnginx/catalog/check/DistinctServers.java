package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model lists each of its servers once: twice would double its load and its limits. */
final class DistinctServers implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      checkModel(i, models.get(i).servers(), findings);
    }
    return findings;
  }

  private static void checkModel(int model, List<Server> servers, List<Finding> findings) {
    Map<ServerAddress, Integer> seen = new HashMap<>();
    for (int j = 0; j < servers.size(); j++) {
      Integer first = seen.putIfAbsent(servers.get(j).address(), j);
      if (first != null) {
        findings.add(
            Finding.error(
                    DiagnosticCode.DUPLICATE_SERVER,
                    Paths.address(model, j),
                    "the model already has the server " + servers.get(j).address().text(),
                    "remove one of the two; raise \"weight\" to give a server more requests")
                .with(Paths.address(model, first)));
      }
    }
  }
}
