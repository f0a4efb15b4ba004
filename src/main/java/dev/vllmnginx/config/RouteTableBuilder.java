package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the scripts know of the catalog. */
final class RouteTableBuilder {
  private RouteTableBuilder() {}

  static RouteTable build(Catalog catalog, KeyGroups groups, Profiles profiles) {
    Map<String, List<String>> listed = new LinkedHashMap<>();
    for (int group = 0; group < groups.count(); group++) {
      listed.put(Integer.toString(group), names(catalog, groups, group));
    }
    return new RouteTable(profiles.all(), listed);
  }

  private static List<String> names(Catalog catalog, KeyGroups groups, int group) {
    List<String> names = new ArrayList<>();
    for (Model model : catalog.models()) {
      if (groups.permits(group, model.name())) {
        names.add(model.name().value());
        if (model.listAliases()) {
          model.aliases().forEach(alias -> names.add(alias.value()));
        }
      }
    }
    return names;
  }
}
