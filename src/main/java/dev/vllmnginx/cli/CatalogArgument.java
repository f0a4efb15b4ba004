package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The catalog that a command reads, and how strictly. */
final class CatalogArgument {
  @Parameters(
      arity = "0..1",
      paramLabel = "CATALOG",
      defaultValue = "catalog.yaml",
      converter = FileName.class,
      description = "The model catalog, - for standard input (default: ${DEFAULT-VALUE}).")
  private String file = "catalog.yaml";

  @Option(names = "--strict", description = "Treat warnings as errors.")
  private boolean strict;

  String file() {
    return file;
  }

  boolean strict() {
    return strict;
  }

  CatalogFile read(Console console) {
    return CatalogFile.read(file, console.in());
  }

  /** With the keys of servers, for what renders the catalog or speaks to its servers. */
  CatalogFile readWithKeys(Console console) {
    return read(console).withKeys();
  }
}
