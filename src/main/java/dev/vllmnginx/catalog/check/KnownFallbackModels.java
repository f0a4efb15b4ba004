package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    if (wanted == null || models.stream().anyMatch(model -> model.name().equals(wanted))) {
      return;
    }
    Optional<String> owner =
        models.stream()
            .filter(model -> model.aliases().contains(wanted))
            .map(model -> model.name().value())
            .findFirst();
    String shown = Visible.quote(wanted.value());
    findings.add(
        Finding.error(
            DiagnosticCode.UNKNOWN_MODEL,
            Paths.GATEWAY.key(key),
            owner.isPresent() ? shown + " is an alias, not a model" : "no model is called " + shown,
            owner
                .map(name -> "write the model's name, " + Visible.quote(name))
                .orElseGet(() -> suggestion(wanted, models))));
  }

  private static String suggestion(ModelName wanted, List<Model> models) {
    List<String> names = models.stream().map(model -> model.name().value()).toList();
    return Suggestions.didYouMean(wanted.value(), names)
        .orElse("write a model's name, or \"reject\"");
  }
}
