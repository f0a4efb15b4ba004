package dev.vllmnginx.diagnostics;

/**
 * Where a value stands in the catalog, for example {@code models[0].servers[1].address}. The empty
 * path is the document itself.
 */
public record CatalogPath(String value) {
  public static final CatalogPath ROOT = new CatalogPath("");

  /** The path of the value under {@code key} of the mapping at this path. */
  public CatalogPath key(String key) {
    return new CatalogPath(value.isEmpty() ? key : value + "." + key);
  }

  /** The path of item {@code index}, from 0, of the sequence at this path. */
  public CatalogPath index(int index) {
    return new CatalogPath(value + "[" + index + "]");
  }

  @Override
  public String toString() {
    return value;
  }
}
