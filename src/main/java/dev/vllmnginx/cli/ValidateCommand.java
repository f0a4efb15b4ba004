package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Checked;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx validate}: every mistake of a catalog, with its place. */
@Command(
    name = "validate",
    header = "Check a catalog: every mistake at once, each with its line and how to mend it.",
    footer = {
      "  vllm-nginx validate catalog.yaml",
      "  vllm-nginx validate --strict --format json catalog.yaml",
      "  cat catalog.yaml | vllm-nginx validate -"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument catalog = new CatalogArgument();
  @Mixin OutputFormat output = new OutputFormat();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Checked<CatalogDocument> read = catalog.read(console);
    console.result(read.diagnostics().toString());
    return (read.isValid() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }
}
