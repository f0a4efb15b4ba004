package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import java.util.ArrayList;
import java.util.List;

/** What the scripts know of the catalog. */
final class RouteTableBuilder {
  private RouteTableBuilder() {}

  static RouteTable build(Catalog catalog, Profiles profiles) {
    List<String> listed = new ArrayList<>();
    for (Model model : catalog.models()) {
      listed.add(model.name().value());
      if (model.listAliases()) {
        model.aliases().forEach(alias -> listed.add(alias.value()));
      }
    }
    return new RouteTable(profiles.all(), listed);
  }
}
