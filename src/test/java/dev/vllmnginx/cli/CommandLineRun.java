package dev.vllmnginx.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What one command line gave: the program in this process, without a terminal. */
record CommandLineRun(int exit, String out, String err) {
  static CommandLineRun of(List<String> args) {
    return of(args, Map.of());
  }

  static CommandLineRun of(List<String> args, Map<String, String> environment) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CommandLineRun run =
        into(new PrintStream(out, true, StandardCharsets.UTF_8), args, environment);
    return new CommandLineRun(run.exit(), out.toString(StandardCharsets.UTF_8), run.err());
  }

  /** With a standard output of which each write fails. */
  static CommandLineRun unwritable(String reason, List<String> args) {
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    return into(out, args, Map.of());
  }

  private static CommandLineRun into(
      OutputStream out, List<String> args, Map<String, String> environment) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            args,
            InputStream.nullInputStream(),
            out,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new CommandLineRun(exit, "", err.toString(StandardCharsets.UTF_8));
  }

  /** All of it as text, with the name of a directory left out. */
  String text(String directory) {
    String all =
        "exit "
            + exit
            + "\n"
            + (out.isEmpty() ? "" : "--- out\n" + out)
            + (err.isEmpty() ? "" : "--- err\n" + err);
    return all.replace("a" + directory + "/", "a/")
        .replace("b" + directory + "/", "b/")
        .replace(directory + "/", "");
  }
}
