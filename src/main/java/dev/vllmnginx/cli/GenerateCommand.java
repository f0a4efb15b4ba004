package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.Generate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vllm-nginx generate}: the nginx configuration of a catalog. */
@Command(
    name = "generate",
    header = "Render a catalog into a complete nginx configuration.",
    footer = {
      "  vllm-nginx generate catalog.yaml                            # what would be written",
      "  vllm-nginx generate catalog.yaml --stdout conf.d/30-routes.conf",
      "  vllm-nginx generate catalog.yaml --out /etc/nginx --test    # after the real nginx -t",
      "  vllm-nginx generate catalog.yaml --out gateway --check      # for CI: is it up to date?"
    })
final class GenerateCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin private CatalogArgument argument = new CatalogArgument();
  @Mixin private NginxOption nginx = new NginxOption();
  @Mixin private OutputFormat format = new OutputFormat();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write the files there. Files of others are left alone.")
  private @Nullable Path out;

  @Option(
      names = "--stdout",
      paramLabel = "FILE",
      description = "Print one generated file, for example nginx.conf.")
  private @Nullable String print;

  @Option(
      names = "--check",
      description = "Write nothing; exit 1 with a diff if DIR is not what the catalog gives.")
  private boolean check;

  @Option(
      names = "--test",
      description = "Have the real nginx test the configuration first (nginx -t).")
  private boolean test;

  @Option(
      names = "--force",
      description = "Overwrite files that were edited by hand or that somebody else wrote.")
  private boolean force;

  @Option(
      names = "--reload",
      description = "Put it live instead: the same as `apply`, with DIR as its --root.")
  boolean reload;

  @Mixin private ReloadOptions live = new ReloadOptions();

  GenerateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    requireSense();
    if (reload) {
      List<String> apply = applying();
      return CommandFactory.create(console, apply).execute(apply.toArray(String[]::new));
    }
    CatalogFile file = argument.readWithKeys(console);
    Findings findings = new Findings(console, format, file.lines());
    Generate.Request request =
        new Generate.Request(
            out, check, force, argument.strict(), test ? nginx.find(console) : null);
    GenerateReport report = new GenerateReport(console, format, findings, out, print);
    return report.show(new Generate(request, findings::add).run(file)).number();
  }

  private List<String> applying() {
    List<String> args = new ArrayList<>(List.of("apply"));
    args.addAll(List.of("--root", String.valueOf(out)));
    args.addAll(nginx.asArguments());
    args.addAll(live.asArguments());
    args.addAll(argument.strict() ? List.of("--strict") : List.of());
    args.addAll(format.json() ? List.of("--format", "json") : List.of());
    args.addAll(List.of("--", argument.file()));
    return args;
  }

  private void requireSense() {
    if (reload && (check || force || print != null)) {
      throw new ParameterException(
          spec.commandLine(), "--reload writes releases: leave out --check, --force and --stdout");
    }
    if (!reload && !live.asArguments().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), live.asArguments().get(0) + " needs --reload");
    }
    if (out == null && (check || force || reload)) {
      String option = check ? "--check" : force ? "--force" : "--reload";
      throw new ParameterException(spec.commandLine(), option + " needs --out DIR");
    }
    if (print != null && (out != null || format.json())) {
      throw new ParameterException(
          spec.commandLine(), "--stdout prints one file: leave out --out and --format");
    }
  }
}
