package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.JsonRenderer;
import dev.vllmnginx.diagnostics.Visible;
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
      "  cat catalog.yaml | vllm-nginx validate -",
      "  vllm-nginx explain VN301                     # what a code means, and how to mend it"
    })
final class ValidateCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private OutputFormat output = new OutputFormat();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CatalogFile file = argument.read(console);
    Findings findings = new Findings(console, output, file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    if (output.json()) {
      console.resultText(JsonRenderer.render(findings.all(), argument.strict()));
    } else if (document != null) {
      console.result(Visible.escape(argument.file()) + ": valid, " + counts(document.catalog()));
    }
    boolean passed = document != null && !(argument.strict() && !findings.all().isEmpty());
    return (passed ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }

  private static String counts(Catalog catalog) {
    int servers = catalog.models().stream().mapToInt(model -> model.servers().size()).sum();
    return Plural.of(catalog.models().size(), "model") + ", " + Plural.of(servers, "server");
  }
}
