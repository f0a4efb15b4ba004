package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A name or alias leads to one model. Names that differ in case are different names. */
final class DistinctNames implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    Map<ModelName, CatalogPath> seen = new HashMap<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      claim(models.get(i).name(), Paths.name(i), seen, findings);
      List<ModelName> aliases = models.get(i).aliases();
      for (int j = 0; j < aliases.size(); j++) {
        claim(aliases.get(j), Paths.alias(i, j), seen, findings);
      }
    }
    return findings;
  }

  private static void claim(
      ModelName name, CatalogPath path, Map<ModelName, CatalogPath> seen, List<Finding> findings) {
    CatalogPath first = seen.putIfAbsent(name, path);
    if (first != null) {
      findings.add(
          Finding.error(
                  DiagnosticCode.DUPLICATE_NAME,
                  path,
                  "the name " + Visible.quote(name.value()) + " is already taken by " + first,
                  "give every model and alias a name of its own")
              .with(first));
    }
  }
}
