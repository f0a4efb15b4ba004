package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.LocalNginx;
import dev.vllmnginx.app.trial.Trial;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.WorldException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx try}: the gateway on this machine, without a GPU. */
@Command(
    name = "try",
    header = "Run the gateway on this machine, with stand-ins for the servers that do not answer.",
    footer = {
      "  vllm-nginx try catalog.yaml                # until Ctrl-C, showing requests as they come",
      "  vllm-nginx try catalog.yaml --port 8080",
      "  vllm-nginx try catalog.yaml --once         # for CI: one request per model, exit 0 if all are right"
    })
final class TryCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private NginxOption nginx = new NginxOption();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port of 127.0.0.1 that it listens on (default: any that is free).")
  private int port;

  private static final int HIGHEST_PORT = 65_535;

  @Option(names = "--once", description = "Stop after one request per model and alias.")
  private boolean once;

  TryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (port < 0 || port > HIGHEST_PORT) {
      String wrong =
          "--port " + port + ": a port is a number from 1 to 65535; 0 is any that is free";
      throw new WorldException(WorldException.Kind.USAGE, wrong, null);
    }
    CatalogFile file = argument.readWithKeys(console);
    Findings findings = new Findings(console, new OutputFormat(), file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    if (document == null || (argument.strict() && !findings.all().isEmpty())) {
      return ExitCode.CHECK_FAILED.number();
    }
    LocalNginx local = nginx.find(console);
    findings.add(local.mismatches(document));
    try (Trial trial = local.trials().start(document.catalog(), port)) {
      TrialReport report = new TrialReport(console, trial);
      report.servers(local);
      boolean right = report.requests();
      if (!once) {
        return report.serve().number();
      }
      return (right ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
    }
  }
}
