package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.yaml.Node;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one value of the catalog. */
@FunctionalInterface
interface ValueReader<T> {
  /** The value; null when it is wrong, which has been reported then. */
  @Nullable T read(Node node, CatalogPath path, Reading reading);

  /** The same value as something else. */
  default <U> ValueReader<U> map(Function<T, U> change) {
    return (node, path, reading) -> {
      T value = read(node, path, reading);
      return value == null ? null : change.apply(value);
    };
  }
}
