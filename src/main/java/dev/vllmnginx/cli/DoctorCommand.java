package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.doctor.Doctor;
import dev.vllmnginx.app.doctor.ModelReport;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.Severity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx doctor}: what the servers say, against what the catalog says. */
@Command(
    name = "doctor",
    header = "Ask every server of a catalog what it is, and say what disagrees.",
    description = {
      "Asks for /health, /v1/models and /version, looks which paths there are, and whether idle"
          + " connections last as long as nginx keeps them. No model has to work for it; it takes"
          + " about five seconds."
    },
    footer = {"  vllm-nginx doctor", "  vllm-nginx doctor prod.yaml --format json"})
final class DoctorCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private OutputFormat format = new OutputFormat();

  DoctorCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    CatalogFile file = argument.readWithKeys(console);
    Findings findings = new Findings(console, format, file.lines());
    findings.add(file.diagnostics());
    CatalogDocument document = file.document();
    List<ModelReport> reports = document == null ? List.of() : Doctor.examine(document.catalog());
    if (format.json()) {
      console.result(DoctorReport.json(reports, findings.all()));
    } else if (document != null) {
      DoctorReport.lines(reports).forEach(console::result);
    }
    boolean wrong = DoctorReport.count(reports, Severity.ERROR) > 0;
    boolean doubtful =
        DoctorReport.count(reports, Severity.WARNING) > 0 || !findings.all().isEmpty();
    boolean passed = document != null && !wrong && !(argument.strict() && doubtful);
    return (passed ? ExitCode.OK : ExitCode.CHECK_FAILED).number();
  }
}
