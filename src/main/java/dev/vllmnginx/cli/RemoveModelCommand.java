package dev.vllmnginx.cli;

import dev.vllmnginx.app.RemoveModel;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx remove-model}: one model less in a catalog. */
@Command(
    name = "remove-model",
    header = "Remove a model and its own comments from a catalog; all else stays as it is.",
    description =
        "Its own comments are those inside of it, those right above it and those right below it"
            + " that are indented deeper than its dash. A blank line separates.",
    footer = {
      "  vllm-nginx remove-model qwen3-8b",
      "  vllm-nginx remove-model qwen3-8b --dry-run --catalog prod.yaml"
    })
final class RemoveModelCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Parameters(paramLabel = "NAME", description = "The model's name, not an alias.")
  private String name = "";

  RemoveModelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    EditReport report =
        new EditReport(console, format, EditReport.Verb.REMOVE, name, catalog.file());
    RemoveModel.Request request =
        new RemoveModel.Request(catalog.file(), name, catalog.dryRun(), catalog.strict());
    return report.show(new RemoveModel(request).run()).number();
  }
}
