package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.catalog.read.CatalogDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx list-models}: what a catalog serves, and where. */
@Command(
    name = "list-models",
    header = "List the models of a catalog with their servers.",
    footer = {
      "  vllm-nginx list-models",
      "  vllm-nginx list-models prod.yaml --format json | jq -r '.models[].name'"
    })
final class ListModelsCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private OutputFormat format = new OutputFormat();

  ListModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CatalogFile file = argument.read(console);
    Findings findings = new Findings(console, format, file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    if (format.json()) {
      console.result(ModelListJson.of(document, findings.all()));
    } else if (document != null) {
      ModelTable.of(document.catalog().models()).lines(console.width()).forEach(console::result);
    }
    boolean passed = document != null && !(argument.strict() && !findings.all().isEmpty());
    return (passed ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }
}
