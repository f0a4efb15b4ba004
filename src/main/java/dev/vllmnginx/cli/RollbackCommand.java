package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.Rollback;
import dev.vllmnginx.app.preflight.MachineCheck;
import dev.vllmnginx.release.ReleaseStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx rollback}: an earlier release goes live again. */
@Command(
    name = "rollback",
    header = "Put an earlier release live, tested and proved like a new one.",
    footer = {
      "  vllm-nginx rollback             # to the release that was live before",
      "  vllm-nginx rollback 9433f06f    # to one of `vllm-nginx history`",
      "  vllm-nginx rollback --start     # nginx does not start with what is live"
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

  @Option(names = "--start", description = "Start nginx if it does not run.")
  boolean start;

  RollbackCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<String> again = new ArrayList<>(List.of("rollback"));
    if (id != null) {
      again.add(id);
    }
    again.add("--start");
    ApplyReport report = new ApplyReport(console, format, nginx.next(root, console, again));
    ReleaseStore store = root.store();
    Rollback rollback =
        new Rollback(
            new Rollback.Request(start, Who.runsThis(console), root.including()),
            store,
            nginx.serving(console)::at,
            new MachineCheck(store.root()),
            report);
    return report.show(rollback.run(id)).number();
  }
}
