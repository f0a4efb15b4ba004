package dev.vllmnginx.cli;

import dev.vllmnginx.app.ChangeKeys;
import dev.vllmnginx.app.EditOutcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx key rotate}: prints the new key once. */
@Command(
    name = "rotate",
    header = "Give an id a new key; the one that it had is valid for a while.",
    footer = {
      "  vllm-nginx key rotate team-a",
      "  vllm-nginx key rotate team-a --grace 7d",
      "  vllm-nginx key revoke team-a --previous    # ends that while"
    })
final class KeyRotateCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogOption catalog = new CatalogOption();
  @Mixin private OutputFormat format = new OutputFormat();

  @Parameters(paramLabel = "ID", description = "What logs and limits call the key.")
  private String id = "";

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "1d",
      converter = GraceTime.class,
      description = "How long the old key is valid, 0s to 90d (default: ${DEFAULT-VALUE}).")
  private Duration grace = Duration.ofDays(1);

  KeyRotateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    String key = ChangeKeys.random();
    EditReport edit = new EditReport(console, format, EditReport.Verb.ROTATE, id, catalog.file());
    NewKeyReport report = new NewKeyReport(console, format, edit, key);
    EditOutcome outcome =
        new ChangeKeys(catalog.file(), catalog.dryRun(), catalog.strict())
            .rotate(id, key, grace, report::handOver);
    return report.show(outcome).number();
  }
}
