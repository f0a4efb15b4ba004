package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code unknown_model} and {@code missing_model} name a model of the catalog. */
final class KnownFallbackModels implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    Gateway gateway = subject.catalog().gateway();
    List<Model> models = subject.catalog().models();
    check("unknown_model", gateway.unknownModel(), models, findings);
    check("missing_model", gateway.missingModel(), models, findings);
    return findings;
  }

  private static void check(
      String key, @Nullable ModelName wanted, List<Model> models, List<Finding> findings) {
    Finding finding =
        wanted == null
            ? null
            : ModelReferences.check(
                wanted, Paths.GATEWAY.key(key), models, "write a model's name, or \"reject\"");
    if (finding != null) {
      findings.add(finding);
    }
  }
}
