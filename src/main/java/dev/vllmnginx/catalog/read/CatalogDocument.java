package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A valid catalog together with the text that it came from.
 *
 * @param catalog the records
 * @param source the text
 * @param root the node tree of the text
 * @param keys the file of its keys; null: they stand in the catalog, or there are none
 */
public record CatalogDocument(
    Catalog catalog, SourceText source, Node root, @Nullable KeyDocument keys) {
  /** The same text, with more known than it says itself. */
  public CatalogDocument with(Catalog completed) {
    return new CatalogDocument(completed, source, root, keys);
  }

  /**
   * Where the value of a path stands in the text; for a value that is a default, the nearest thing
   * around it that is there. Empty for a path whose first step already leads nowhere.
   */
  public Optional<Location> locate(CatalogPath path) {
    if (keys != null && Part.isOfKeys(path)) {
      return NodeFinder.nearest(keys.root(), path).map(node -> keys.source().locate(node.span()));
    }
    return NodeFinder.nearest(root, path).map(node -> source.locate(node.span()));
  }
}
