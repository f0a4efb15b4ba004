package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.ArrayList;
import java.util.List;

/** A key may use models of the catalog. */
final class KnownKeyModels implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    ApiKeys apiKeys = subject.catalog().apiKeys();
    if (apiKeys == null) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < apiKeys.keys().size(); i++) {
      List<ModelName> models = apiKeys.keys().get(i).models();
      for (int j = 0; models != null && j < models.size(); j++) {
        CatalogPath place = Paths.key(i).key("models").index(j);
        Finding finding =
            ModelReferences.check(
                models.get(j),
                place,
                subject.catalog().models(),
                "write models' names, or \"models: all\"");
        if (finding != null) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }
}
