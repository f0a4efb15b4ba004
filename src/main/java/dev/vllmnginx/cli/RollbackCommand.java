package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.Rollback;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx rollback}: an earlier release goes live again. */
@Command(
    name = "rollback",
    header = "Put an earlier release live, tested and proved like a new one.",
    footer = {
      "  vllm-nginx rollback             # to the release that was live before",
      "  vllm-nginx rollback 9433f06f    # to one of `vllm-nginx history`"
    })
final class RollbackCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private RootOption root = new RootOption();
  @Mixin private ServingOption nginx = new ServingOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "The beginning of the release's id (default: the one before).")
  @Nullable String id;

  RollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    ApplyReport report = new ApplyReport(console, format);
    Rollback rollback =
        new Rollback(
            root.store(),
            nginx.serving(console)::at,
            report,
            Who.runsThis(console),
            root.including());
    return report.show(rollback.run(id)).number();
  }
}
