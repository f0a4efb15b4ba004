package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model lists under {@code endpoints} is what vLLM can answer with its type, each once. */
final class PossibleEndpoints implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    for (int i = 0; i < models.size(); i++) {
      Map<Endpoint, CatalogPath> seen = new EnumMap<>(Endpoint.class);
      List<Endpoint> endpoints = models.get(i).endpoints();
      for (int j = 0; j < endpoints.size(); j++) {
        CatalogPath path = Paths.endpoint(i, j);
        CatalogPath first = seen.putIfAbsent(endpoints.get(j), path);
        if (first != null) {
          findings.add(duplicate(endpoints.get(j), path, first));
        } else if (!endpoints.get(j).isPossibleFor(models.get(i).type())) {
          findings.add(impossible(endpoints.get(j), models.get(i).type(), path));
        }
      }
    }
    return findings;
  }

  private static Finding duplicate(Endpoint endpoint, CatalogPath path, CatalogPath first) {
    return Finding.error(
            DiagnosticCode.DUPLICATE_ENDPOINT,
            path,
            endpoint.path() + " is listed already as " + first,
            "remove one of them")
        .with(first);
  }

  private static Finding impossible(Endpoint endpoint, ModelType type, CatalogPath path) {
    return Finding.error(
        DiagnosticCode.WRONG_ENDPOINT,
        path,
        "vLLM does not answer " + endpoint.path() + " with a model of type " + type.keyword(),
        "models that can have it are of type "
            + endpoint.possibleTypes().stream()
                .map(ModelType::keyword)
                .collect(Collectors.joining(" or ")));
  }
}
