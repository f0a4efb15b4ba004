package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.Init;
import dev.vllmnginx.diagnostics.Visible;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code vllm-nginx init}: a first catalog. */
@Command(
    name = "init",
    header = "Write a first catalog, with comments; a file that exists is never overwritten.",
    footer = {"  vllm-nginx init", "  vllm-nginx init - > /etc/vllm-nginx/catalog.yaml"})
final class InitCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "catalog.yaml",
      converter = FileName.class,
      description = "What to write, - for standard output (default: ${DEFAULT-VALUE}).")
  private String file = "catalog.yaml";

  InitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (file.equals("-")) {
      console.resultText(Init.catalog());
      return ExitCode.OK.number();
    }
    String shown = Visible.escape(file);
    if (!Init.write(Path.of(file))) {
      console.complain(shown + " exists already, and init never overwrites");
      return ExitCode.CHECK_FAILED.number();
    }
    console.result("wrote " + shown);
    console.say("next: put your servers in, then `vllm-nginx validate` and `vllm-nginx try`");
    return ExitCode.OK.number();
  }
}
