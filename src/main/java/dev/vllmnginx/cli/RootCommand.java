package dev.vllmnginx.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vllm-nginx} without a command: shows what there is. */
@Command(
    name = "vllm-nginx",
    header = "Compiles one YAML model catalog into an nginx gateway for vLLM services.",
    footer = {
      "  vllm-nginx validate catalog.yaml",
      "  vllm-nginx generate catalog.yaml --out /etc/nginx --test",
      "  vllm-nginx try catalog.yaml"
    },
    versionProvider = ProgramVersion.class)
final class RootCommand implements Runnable {
  @Mixin GlobalOptions global = new GlobalOptions();

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Spec private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }
}
