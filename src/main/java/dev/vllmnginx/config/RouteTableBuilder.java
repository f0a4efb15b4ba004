package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the scripts know of the catalog. */
final class RouteTableBuilder {
  private RouteTableBuilder() {}

  static RouteTable build(Catalog catalog, Profiles profiles) {
    List<String> listed = new ArrayList<>();
    for (Model model : catalog.models()) {
      listed.add(model.name().value());
      model.aliases().forEach(alias -> listed.add(alias.value()));
    }
    return new RouteTable(
        fallback(catalog, profiles, catalog.gateway().unknownModel()),
        fallback(catalog, profiles, catalog.gateway().missingModel()),
        profiles.all(),
        listed);
  }

  private static RouteTable.@Nullable Fallback fallback(
      Catalog catalog, Profiles profiles, @Nullable ModelName name) {
    return catalog.models().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .map(model -> new RouteTable.Fallback(model.name().value(), profiles.indexOf(model)))
        .orElse(null);
  }
}
