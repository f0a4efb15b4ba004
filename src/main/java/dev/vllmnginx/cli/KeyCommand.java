package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ChangeKeys;
import dev.vllmnginx.app.EditOutcome;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.diagnostics.JsonRenderer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vllm-nginx key}: the API keys of a catalog. */
@Command(
    name = "key",
    header = "Create, list, rotate and revoke API keys; the catalog holds hashes only.",
    footer = {
      "  vllm-nginx key create team-a --models qwen3-8b --expires 2027-01-31T00:00:00Z",
      "  vllm-nginx key list",
      "  vllm-nginx key rotate team-a --grace 7d",
      "  vllm-nginx key revoke team-a"
    },
    subcommands = {
      KeyCommand.Create.class,
      KeyCommand.Show.class,
      KeyRotateCommand.class,
      KeyCommand.Revoke.class
    })
final class KeyCommand implements Runnable {
  @Mixin GlobalOptions global = new GlobalOptions();

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "create, list, rotate or revoke?");
  }

  /** {@code key create}: prints the key once. */
  @Command(
      name = "create",
      header = "Create a key: it is printed once, its hash is stored in the catalog.",
      footer = {
        "  vllm-nginx key create team-a",
        "  vllm-nginx key create team-b --models qwen3-8b,bge-m3 --expires 2027-01-31T00:00:00Z"
      })
  static final class Create implements Callable<Integer> {
    private final Console console;
    @Mixin GlobalOptions global = new GlobalOptions();
    @Mixin private CatalogOption catalog = new CatalogOption();
    @Mixin private OutputFormat format = new OutputFormat();

    @Parameters(paramLabel = "ID", description = "What logs and limits call the key.")
    private String id = "";

    @Option(
        names = "--models",
        split = ",",
        paramLabel = "NAME",
        description = "The models that it may use (default: all).")
    private List<String> models = new ArrayList<>();

    @Option(
        names = "--expires",
        paramLabel = "TIME",
        description = "When it stops to be valid, for example 2027-01-31T00:00:00Z.")
    private @Nullable String expires;

    Create(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      String key = ChangeKeys.random();
      EditReport edit = new EditReport(console, format, EditReport.Verb.CREATE, id, catalog.file());
      NewKeyReport report = new NewKeyReport(console, format, edit, key);
      EditOutcome outcome =
          new ChangeKeys(catalog.file(), catalog.dryRun(), catalog.strict())
              .create(id, key, models, expires, report::handOver);
      return report.show(outcome).number();
    }
  }

  /** {@code key list}. */
  @Command(
      name = "list",
      header = "List the keys of a catalog.",
      footer = {"  vllm-nginx key list", "  vllm-nginx key list prod.yaml"})
  static final class Show implements Callable<Integer> {
    private final Console console;
    @Mixin GlobalOptions global = new GlobalOptions();
    @Mixin private CatalogArgument argument = new CatalogArgument();
    @Mixin private OutputFormat format = new OutputFormat();

    Show(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      CatalogFile file = argument.read(console);
      Findings findings = new Findings(console, format, file.lines());
      findings.add(file.diagnostics());
      CatalogDocument document = file.document();
      if (document == null || (argument.strict() && !findings.all().isEmpty())) {
        if (format.json()) {
          console.resultText(JsonRenderer.render(findings.all(), argument.strict()));
        }
        return ExitCode.CHECK_FAILED.number();
      }
      ApiKeys keys = document.catalog().apiKeys();
      if (format.json()) {
        console.result(KeyWords.json(keys));
      } else {
        for (ApiKey key : keys == null ? List.<ApiKey>of() : keys.keys()) {
          console.result(KeyWords.of(key));
        }
      }
      return ExitCode.OK.number();
    }
  }

  /** {@code key revoke}. */
  @Command(
      name = "revoke",
      header = "Disable a key: it stays in the catalog, and opens nothing.",
      footer = {"  vllm-nginx key revoke team-a", "  vllm-nginx key revoke team-a --previous"})
  static final class Revoke implements Callable<Integer> {
    private final Console console;
    @Mixin GlobalOptions global = new GlobalOptions();
    @Mixin private CatalogOption catalog = new CatalogOption();
    @Mixin private OutputFormat format = new OutputFormat();

    @Parameters(paramLabel = "ID", description = "What logs and limits call the key.")
    private String id = "";

    @Option(
        names = "--previous",
        description = "Only end the time in which the key before the last rotation is valid.")
    boolean previous;

    Revoke(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      ChangeKeys keys = new ChangeKeys(catalog.file(), catalog.dryRun(), catalog.strict());
      EditOutcome outcome = previous ? keys.revokePrevious(id) : keys.revoke(id);
      return new EditReport(console, format, EditReport.Verb.REVOKE, id, catalog.file())
          .show(outcome)
          .number();
    }
  }
}
