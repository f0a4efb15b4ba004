package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.diagnostics.Suggestions;
import dev.vllmnginx.diagnostics.Visible;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows what is wrong with a command line, what was probably meant, and where help is. */
final class UsageReport {
  private final Console console;
  private final CommandSpec command;

  private UsageReport(Console console, CommandSpec command) {
    this.console = console;
    this.command = command;
  }

  /** Shows it and says which exit code that is. */
  static int show(ParameterException e, Console console) {
    new UsageReport(console, e.getCommandLine().getCommandSpec()).show(e);
    return ExitCode.USAGE.number();
  }

  private void show(ParameterException e) {
    List<String> unmatched =
        e instanceof UnmatchedArgumentException none ? none.getUnmatched() : List.of();
    if (unmatched.isEmpty()) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^Error: ", "");
      console.complain(Visible.escape(message));
    } else {
      unmatched(unmatched.get(0));
    }
    console.hint("see `" + command.qualifiedName() + " --help`");
  }

  /** What stands behind it is often its value, so only the first is named. */
  private void unmatched(String word) {
    if (word.startsWith("-")) {
      int value = word.indexOf('=');
      String name = value < 0 ? word : word.substring(0, value);
      console.complain("unknown option " + Visible.quote(name));
      suggest(name, command.optionsMap().keySet());
    } else if (command.subcommands().isEmpty()) {
      console.complain("one argument too many: " + Visible.quote(word));
    } else {
      console.complain("no command is called " + Visible.quote(word));
      suggest(word, command.subcommands().keySet());
    }
  }

  private void suggest(String word, Collection<String> names) {
    Suggestions.nearest(word, names)
        .or(() -> completion(word, names))
        .ifPresent(name -> console.hint("did you mean `" + name + "`?"));
  }

  /** The only name that begins like this. */
  private static Optional<String> completion(String word, Collection<String> names) {
    List<String> found = names.stream().filter(name -> name.startsWith(word)).toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }
}
