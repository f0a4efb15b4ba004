package dev.vllmnginx.cli;

import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The catalog that a command edits, and how. */
final class CatalogOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--catalog"},
      paramLabel = "FILE",
      defaultValue = "catalog.yaml",
      converter = FileName.class,
      description = "The model catalog (default: ${DEFAULT-VALUE}).")
  private String file = "catalog.yaml";

  @Option(names = "--dry-run", description = "Write nothing; print the change as a diff.")
  private boolean dryRun;

  @Option(names = "--strict", description = "Refuse an edit that gives cause for a warning.")
  private boolean strict;

  /** The file; standard input cannot be edited. */
  Path file() {
    if (file.equals("-")) {
      throw new ParameterException(spec.commandLine(), "--catalog needs a file");
    }
    return Path.of(file);
  }

  boolean dryRun() {
    return dryRun;
  }

  boolean strict() {
    return strict;
  }
}
