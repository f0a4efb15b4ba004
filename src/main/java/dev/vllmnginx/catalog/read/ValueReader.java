package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.yaml.Node;
import org.jspecify.annotations.Nullable;

/** Reads one value of the catalog. */
@FunctionalInterface
interface ValueReader<T> {
  /** The value; null when it is wrong, which has been reported then. */
  @Nullable T read(Node node, CatalogPath path, Reading reading);
}
