package dev.vllmnginx.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The script for the shell, made of the commands as they are. */
final class CompletionScript {
  private static final String HEADER =
      """
      # Completes the command line of vllm-nginx in bash, and in zsh by bashcompinit.
      # Made by `vllm-nginx completion`; made again, it is the same for the same program.

      """;

  /** What is the name of a file although the command takes it as text, because it may be -. */
  private static final Set<String> FILES = Set.of("CATALOG", "FILE");

  /**
   * How picocli completes an argument that is a file. The names become a list of words, which bash
   * expands: a press of the tabulator key would run what stands in a name like {@code $(reboot)}.
   */
  private static final String NAMES_AS_WORDS = "positionals=$( compgen -f -- \"${curr_word}\" )";

  /** How it completes the value of an option, which is never expanded. */
  private static final String NAMES = "COMPREPLY=( $( compgen -f -- \"${curr_word}\" ) ); return";

  private CompletionScript() {}

  static String of(Console console) {
    CommandLine program = CommandFactory.create(console, List.of());
    completeFiles(program.getCommandSpec());
    String script = AutoComplete.bash(program.getCommandName(), program);
    // Before it: how to install it as picocli would, and picocli's version.
    int begin = script.indexOf("if [ -n \"$BASH_VERSION\" ]");
    return HEADER + script.substring(Math.max(begin, 0)).replace(NAMES_AS_WORDS, NAMES);
  }

  /** Puts in the place of each such argument one of its name that takes a path. */
  private static void completeFiles(CommandSpec command) {
    for (PositionalParamSpec argument : List.copyOf(command.positionalParameters())) {
      if (isFile(argument)) {
        command.remove(argument);
        command.addPositional(
            PositionalParamSpec.builder()
                .index(argument.index())
                .arity(argument.arity())
                .paramLabel(argument.paramLabel())
                .type(Path.class)
                .build());
      }
    }
    for (OptionSpec option : List.copyOf(command.options())) {
      if (isFile(option)) {
        command.remove(option);
        command.addOption(
            OptionSpec.builder(option.names())
                .arity(option.arity())
                .paramLabel(option.paramLabel())
                .type(Path.class)
                .build());
      }
    }
    command.subcommands().values().forEach(below -> completeFiles(below.getCommandSpec()));
  }

  private static boolean isFile(ArgSpec argument) {
    return FILES.contains(argument.paramLabel()) && argument.group() == null;
  }
}
