package dev.vllmnginx.testing;

import dev.vllmnginx.cli.Main;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A command line, run inside this Java, and what came of it. */
public record CommandLineRun(int exitCode, String out, String err) {
  /** Runs {@code vllm-nginx} with these arguments and an empty standard input. */
  public static CommandLineRun of(String... args) {
    return withInput("", args);
  }

  /** Runs {@code vllm-nginx} with these arguments and this text on standard input. */
  public static CommandLineRun withInput(String input, String... args) {
    return run(input, Map.of(), List.of(args));
  }

  /** Runs {@code vllm-nginx} with these arguments and these variables of the environment. */
  public static CommandLineRun withEnvironment(Map<String, String> variables, List<String> args) {
    return run("", variables, args);
  }

  private static CommandLineRun run(
      String input, Map<String, String> variables, List<String> args) {
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", "/usr/sbin:/usr/bin");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode =
        Main.run(
            args,
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new CommandLineRun(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
