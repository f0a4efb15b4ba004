package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Places that name a model. */
final class ModelReferences {
  private ModelReferences() {}

  /**
   * What is wrong with a reference; null: there is such a model.
   *
   * @param otherwise the hint when no name of a model is like it
   */
  static @Nullable Finding check(
      ModelName wanted, CatalogPath place, List<Model> models, String otherwise) {
    if (models.stream().anyMatch(model -> model.name().equals(wanted))) {
      return null;
    }
    Optional<String> owner =
        models.stream()
            .filter(model -> model.aliases().contains(wanted))
            .map(model -> model.name().value())
            .findFirst();
    String shown = Visible.quote(wanted.value());
    List<String> names = models.stream().map(model -> model.name().value()).toList();
    return Finding.error(
        DiagnosticCode.UNKNOWN_MODEL,
        place,
        owner.isPresent() ? shown + " is an alias, not a model" : "no model is called " + shown,
        owner
            .map(name -> "write the model's name, " + Visible.quote(name))
            .orElseGet(() -> Suggestions.didYouMean(wanted.value(), names).orElse(otherwise)));
  }
}
