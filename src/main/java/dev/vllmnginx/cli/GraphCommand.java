package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.graph.MermaidWriter;
import dev.vllmnginx.app.graph.SvgWriter;
import dev.vllmnginx.app.graph.Topology;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.WorldException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx graph}: the routes of a catalog as a drawing. */
@Command(
    name = "graph",
    header = "Draw which models and servers a gateway leads to.",
    footer = {
      "  vllm-nginx graph                           # Mermaid, for Markdown",
      "  vllm-nginx graph prod.yaml --format svg > routes.svg"
    })
final class GraphCommand implements Callable<Integer> {
  /** For completion. */
  static final class Formats extends Words {
    Formats() {
      super(List.of("mermaid", "svg"));
    }
  }

  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();

  @Option(
      names = "--format",
      paramLabel = "mermaid|svg",
      defaultValue = "mermaid",
      completionCandidates = Formats.class,
      description = "How it is drawn (default: ${DEFAULT-VALUE}).")
  private String format = "mermaid";

  GraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    boolean svg = format.equals("svg");
    if (!svg && !format.equals("mermaid")) {
      throw new WorldException(
          WorldException.Kind.USAGE, "expected mermaid or svg, not '" + format + "'", null);
    }
    CatalogFile file = argument.read(console);
    Findings findings = new Findings(console, new OutputFormat(), file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    if (document == null || (argument.strict() && !findings.all().isEmpty())) {
      return ExitCode.CHECK_FAILED.number();
    }
    Topology topology = Topology.of(document.catalog());
    console.resultText(svg ? SvgWriter.write(topology) : MermaidWriter.write(topology));
    return ExitCode.OK.number();
  }
}
