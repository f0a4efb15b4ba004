package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response is kept by the server that made it, and a request for it says neither server nor
 * model: it can be offered for one model, which has one server.
 */
final class EndpointsById implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    List<Model> models = subject.catalog().models();
    Integer first = null;
    for (int i = 0; i < models.size(); i++) {
      List<Endpoint> endpoints = models.get(i).endpoints();
      for (int j = 0; j < endpoints.size(); j++) {
        if (endpoints.get(j).protocol() == Endpoint.Protocol.BY_ID) {
          Finding finding = check(models, first, i, j);
          if (finding != null) {
            findings.add(finding);
          }
        }
      }
      boolean offered = endpoints.stream().anyMatch(e -> e.protocol() == Endpoint.Protocol.BY_ID);
      first = first == null && offered ? Integer.valueOf(i) : first;
    }
    return findings;
  }

  private static @Nullable Finding check(
      List<Model> models, @Nullable Integer first, int index, int endpoint) {
    Model model = models.get(index);
    CatalogPath path = Paths.endpoint(index, endpoint);
    String shown = model.endpoints().get(endpoint).path();
    if (!model.endpoints().get(endpoint).isPossibleFor(model.type())) {
      return null; // said by another rule
    }
    if (model.servers().size() > 1) {
      return error(
          path,
          shown
              + " does not say which of the "
              + model.servers().size()
              + " servers has the response",
          "offer it for a model with one server");
    }
    if (!model.endpoints().contains(Endpoint.RESPONSES)) {
      return error(
          path, shown + " needs responses, which this model does not make", "add /v1/responses");
    }
    if (first == null) {
      return null;
    }
    String other = Visible.quote(models.get(first).name().value());
    return error(
            path,
            shown + " does not name a model, and is for " + other + " already",
            "offer it for one model")
        .with(Paths.name(first));
  }

  private static Finding error(CatalogPath path, String message, String hint) {
    return Finding.error(DiagnosticCode.WRONG_ENDPOINT, path, message, hint);
  }
}
