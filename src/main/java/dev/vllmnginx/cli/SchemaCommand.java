package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogSchema;
import dev.vllmnginx.app.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.resultText(CatalogSchema.text());
    return ExitCode.OK.number();
  }
}
