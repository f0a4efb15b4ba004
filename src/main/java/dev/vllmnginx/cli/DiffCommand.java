package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.diff.LiveDiff;
import dev.vllmnginx.catalog.read.CatalogDocument;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx diff}: what {@code apply} would change. */
@Command(
    name = "diff",
    header = "Show what a catalog would change against what is live, in words and as a diff.",
    footer = {
      "  vllm-nginx diff",
      "  vllm-nginx diff prod.yaml --root /srv/gateway --exit-code",
      "  vllm-nginx diff --format json | jq -r '.changes[].subject'"
    })
final class DiffCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private RootOption root = new RootOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Option(names = "--exit-code", description = "Exit with 1 if there is a difference.")
  boolean exitCode;

  DiffCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CatalogFile file = argument.readWithKeys(console);
    Findings findings = new Findings(console, format, file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    LiveDiff diff =
        document == null || (argument.strict() && !findings.all().isEmpty())
            ? null
            : LiveDiff.of(document, root.store());
    DiffReport report = new DiffReport(console);
    if (format.json()) {
      report.json(diff, findings.all());
    } else if (diff != null) {
      report.text(diff);
    }
    boolean no = diff == null || (exitCode && !diff.isSame());
    return (no ? ExitCode.CHECK_FAILED : ExitCode.OK).number();
  }
}
