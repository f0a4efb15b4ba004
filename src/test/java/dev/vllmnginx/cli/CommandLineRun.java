package dev.vllmnginx.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
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
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            args,
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new CommandLineRun(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
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
