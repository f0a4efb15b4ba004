package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A model has a server that serves. Without any but backups nginx does not start; with all of them
 * down the model answers errors, which somebody may want for a while.
 */
final class ActiveServers implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      List<Server> servers = models.get(i).servers();
      if (servers.isEmpty()) {
        continue;
      }
      if (servers.stream().allMatch(Server::backup)) {
        findings.add(
            Finding.error(
                DiagnosticCode.NO_ACTIVE_SERVER,
                Paths.servers(i),
                "every server of this model is a backup",
                "remove \"backup\" from at least one"));
      } else if (servers.stream().allMatch(Server::down)) {
        findings.add(
            Finding.warning(
                DiagnosticCode.NO_ACTIVE_SERVER,
                Paths.servers(i),
                "every server of this model is down: it answers 503",
                "remove \"down\" from a server, or remove the model"));
      }
    }
    return findings;
  }
}
