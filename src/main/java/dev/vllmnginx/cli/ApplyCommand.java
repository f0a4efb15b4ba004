package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.Apply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx apply}: a catalog goes live. */
@Command(
    name = "apply",
    header = "Put a catalog live: test, switch, reload, prove it on every worker, or go back.",
    footer = {
      "  vllm-nginx apply                        # catalog.yaml, releases in /etc/vllm-nginx",
      "  vllm-nginx apply prod.yaml --start      # start nginx if it does not run",
      "  vllm-nginx apply prod.yaml --dry-run    # what would change",
      "  vllm-nginx apply --container gateway    # nginx runs in a Docker container",
      "  vllm-nginx apply --format json          # one event a line"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private RootOption root = new RootOption();
  @Mixin private ServingOption nginx = new ServingOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Option(names = "--start", description = "Start nginx if it does not run.")
  boolean start;

  @Option(names = "--dry-run", description = "Change nothing; print the change as a diff.")
  boolean dryRun;

  @Option(
      names = "--smoke",
      description =
          "Send a request to each model that this apply has added. Exit 1: one was not answered,"
              + " and the release is live all the same. Where clients need API keys, one is taken"
              + " from the variable VLLM_NGINX_API_KEY.")
  boolean smoke;

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> again = new ArrayList<>(List.of("apply", argument.file(), "--start"));
    if (argument.strict()) {
      again.add("--strict");
    }
    ApplyReport report = new ApplyReport(console, format, nginx.next(root, console, again));
    Apply.Request request =
        new Apply.Request(
            start,
            dryRun,
            smoke,
            console.clientKey(),
            argument.strict(),
            Who.runsThis(console),
            root.including());
    Apply apply = nginx.apply(request, root, report, console);
    return report.show(apply.run(() -> report.reading(argument.readWithKeys(console)))).number();
  }
}
