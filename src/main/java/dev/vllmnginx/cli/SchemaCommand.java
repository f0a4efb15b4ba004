package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogSchema;
import dev.vllmnginx.app.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx schema}: the JSON Schema of a catalog, for editors. */
@Command(
    name = "schema",
    header = "Print the JSON Schema of a catalog, with which editors complete and check it.",
    footer = {
      "  vllm-nginx schema > catalog.schema.json",
      "  # then, as the first line of the catalog:",
      "  # yaml-language-server: $schema=catalog.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();

  @Option(names = "--keys", description = "The schema of a file of keys (api_keys.file) instead.")
  boolean keys;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.resultText(keys ? CatalogSchema.keys() : CatalogSchema.text());
    return ExitCode.OK.number();
  }
}
