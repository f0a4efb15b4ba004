package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.diagnostics.CatalogPath;
import java.util.function.Predicate;

/**
 * What rules look at. Values that could not be read are missing from the lists of the catalog, or
 * stand there with their default.
 *
 * @param catalog the records
 * @param written whether the user's text has a value at a path, rather than leaving it to a default
 */
public record Subject(Catalog catalog, Predicate<CatalogPath> written) {}
