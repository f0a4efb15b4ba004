package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code vllm-nginx completion}: what a shell needs to complete the command line. */
@Command(
    name = "completion",
    header = "Print a script with which bash and zsh complete commands, options and their values.",
    footer = {
      "  source <(vllm-nginx completion)              # in this shell; in zsh too",
      "  vllm-nginx completion > ~/.local/share/bash-completion/completions/vllm-nginx",
      "  vllm-nginx completion > /etc/bash_completion.d/vllm-nginx      # for all users",
      "  echo 'source <(vllm-nginx completion)' >> ~/.zshrc             # zsh"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Console console;
  @Mixin GlobalOptions global = new GlobalOptions();

  CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    console.resultText(CompletionScript.of(console));
    return ExitCode.OK.number();
  }
}
