package dev.vllmnginx.cli;

import dev.vllmnginx.app.AddModel;
import dev.vllmnginx.app.ModelArguments;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx add-model}: one more model in a catalog. */
@Command(
    name = "add-model",
    header = "Add a model to a catalog; comments, order and layout stay as they are.",
    footer = {
      "  vllm-nginx add-model qwen3-8b --type chat --server 10.0.0.12:8000",
      "  vllm-nginx add-model qwen3-8b --type chat --alias qwen --dry-run \\",
      "      --server 10.0.0.12:8000 --weight 2 --server 10.0.0.13:8000",
      "  vllm-nginx add-model bge-m3 --type embedding --server gpu-3:8000 --probe -c prod.yaml"
    })
final class AddModelCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private NewModelOptions options = new NewModelOptions();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Option(
      names = "--probe",
      description =
          "Ask the servers first: each must serve the name and all aliases, or --served-name.")
  private boolean probe;

  AddModelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ModelArguments model = options.model();
    EditReport report =
        new EditReport(console, format, EditReport.Verb.ADD, model.name(), catalog.file());
    AddModel.Request request =
        new AddModel.Request(catalog.file(), model, catalog.dryRun(), catalog.strict(), probe);
    return report.show(new AddModel(request, report::probed).run()).number();
  }
}
