package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** The program: one {@code System.exit}, around a method that tests can call. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // System.out would keep to itself that a disk is full.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.exit(run(List.of(args), System.in, out, System.err, System.getenv()));
  }

  /**
   * Runs one command line.
   *
   * @param out for the results; what it cannot write makes the run fail
   * @param environment variables such as {@code PATH} and {@code NO_COLOR}
   * @return the exit code
   */
  public static int run(
      List<String> args,
      InputStream in,
      OutputStream out,
      PrintStream err,
      Map<String, String> environment) {
    Console console = new Console(in, out, err, environment);
    CommandLine program = CommandFactory.create(console, args);
    try {
      int exit = program.execute(args.toArray(String[]::new));
      boolean lost = console.isResultLost();
      return lost && exit == ExitCode.OK.number() ? ExitCode.IO.number() : exit;
    } finally {
      console.flush();
    }
  }

  /** Trouble with the world has a message for the user; anything else is a bug of this program. */
  static int failure(Exception e, CommandLine commandLine, ParseResult parsed, Console console) {
    if (e instanceof WorldException world) {
      console.complain(visible(world.getMessage()));
      return (world.kind() == WorldException.Kind.USAGE ? ExitCode.USAGE : ExitCode.IO).number();
    }
    console.complain("internal error, a bug in vllm-nginx: " + visible(e.toString()));
    if (GlobalOptions.debug(parsed)) {
      e.printStackTrace(console.errWriter());
    } else {
      console.hint("`--debug` shows where");
    }
    return ExitCode.INTERNAL.number();
  }

  /** What other programs say has lines, and both they and the names of files may have anything. */
  private static String visible(@Nullable String message) {
    return String.valueOf(message).lines().map(Visible::escape).collect(Collectors.joining("\n"));
  }
}
