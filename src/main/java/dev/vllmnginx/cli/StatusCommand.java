package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.status.Status;
import dev.vllmnginx.app.status.StatusReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx status}: what is on disk, what runs, and whether the two agree. */
@Command(
    name = "status",
    header = "Show what is live on disk and in each worker; exit 1 when something is wrong.",
    footer = {
      "  vllm-nginx status",
      "  vllm-nginx status --container gateway",
      "  vllm-nginx status --format json | jq '.certificates[].daysLeft'"
    })
final class StatusCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private RootOption root = new RootOption();
  @Mixin private ServingOption nginx = new ServingOption();
  @Mixin private OutputFormat format = new OutputFormat();

  StatusCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Status status = new StatusReader(root.store(), nginx.serving(console), root.including()).read();
    if (format.json()) {
      console.result(StatusJson.of(status));
    } else {
      StatusWords.lines(status).forEach(console::result);
      for (Status.Trouble trouble : status.problems()) {
        console.complain(trouble.message());
        trouble.advice().forEach(console::hint);
      }
    }
    return (status.problems().isEmpty() ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }
}
