package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/** The program: one {@code System.exit}, around a method that tests can call. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(List.of(args), System.in, System.out, System.err));
  }

  /** Runs one command line and returns its exit code. */
  public static int run(List<String> args, InputStream in, PrintStream out, PrintStream err) {
    return ExitCode.OK.number();
  }
}
