package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The places of errors, asked for what lies around them. */
final class ErrorPaths {
  private final Set<CatalogPath> places;
  private final Set<CatalogPath> around = new HashSet<>();

  ErrorPaths(List<CatalogPath> errors) {
    this.places = Set.copyOf(errors);
    for (CatalogPath error : errors) {
      Optional<CatalogPath> path = Optional.of(error);
      while (path.isPresent() && around.add(path.get())) {
        path = path.get().parent();
      }
    }
  }

  /** Whether an error lies at a place, below it, or around it. */
  boolean touch(CatalogPath place) {
    if (around.contains(place)) {
      return true;
    }
    Optional<CatalogPath> path = place.parent();
    while (path.isPresent()) {
      if (places.contains(path.get())) {
        return true;
      }
      path = path.get().parent();
    }
    return false;
  }
}
