package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** nginx cannot combine {@code backup} with {@code random}. */
final class BackupsNeedOrder implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      Model model = models.get(i);
      for (int j = 0; j < model.servers().size(); j++) {
        if (model.balance() == Balance.RANDOM_TWO && model.servers().get(j).backup()) {
          findings.add(
              Finding.error(
                  DiagnosticCode.CONFLICTING_KEYS,
                  Paths.server(i, j).key("backup"),
                  "a model that is balanced by random_two cannot have a backup server",
                  "balance it by least_conn, or remove \"backup\""));
        }
      }
    }
    return findings;
  }
}
