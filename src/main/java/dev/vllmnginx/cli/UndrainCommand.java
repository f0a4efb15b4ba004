package dev.vllmnginx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vllm-nginx undrain}: a server that was taken out serves again. */
@Command(
    name = "undrain",
    header = "Let a server serve again that was taken out with drain.",
    footer = {"  vllm-nginx undrain qwen 10.0.0.12:8000"})
final class UndrainCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin DrainOptions options = new DrainOptions();

  @Option(names = "--force", description = "Also when other changes of the catalog go live too.")
  boolean force;

  UndrainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return options.mark(false, force, console).number();
  }
}
