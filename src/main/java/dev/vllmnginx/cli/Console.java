package dev.vllmnginx.cli;

import dev.vllmnginx.app.apply.Apply;
import dev.vllmnginx.catalog.Secret;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. Results go to the one stream, everything else to the other;
 * both are UTF-8.
 */
final class Console {
  private final InputStream in;
  private final ResultStream results;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<String, String> environment;
  private boolean lossTold;

  /**
   * @param out says when it cannot write; a {@link PrintStream} on a file does not
   */
  Console(InputStream in, OutputStream out, PrintStream err, Map<String, String> environment) {
    this.in = in;
    this.results = new ResultStream(out);
    this.out = new PrintWriter(new OutputStreamWriter(results, StandardCharsets.UTF_8));
    this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8));
    this.environment = Map.copyOf(environment);
  }

  InputStream in() {
    return in;
  }

  /** A line of the result. */
  void result(String line) {
    out.println(line);
  }

  /** A part of the result that ends its lines itself. */
  void resultText(String text) {
    out.print(text);
  }

  /** A line about what happens. */
  void say(String line) {
    flush();
    err.println(line);
    err.flush();
  }

  /** A part of such a line, which the next one continues or overwrites. */
  void sayPart(String text) {
    flush();
    err.print(text);
    err.flush();
  }

  /** A line of the result that is to be seen at once. */
  void event(String line) {
    result(line);
    out.flush();
  }

  /** What went wrong. */
  void complain(@Nullable String message) {
    say("vllm-nginx: " + message);
  }

  /** What may help. */
  void hint(String message) {
    say("  hint: " + message);
  }

  /**
   * Whether there is a terminal to write to, which only the launcher can tell on every version of
   * Java.
   */
  boolean terminal() {
    return !variable("VLLM_NGINX_TERMINAL").isEmpty();
  }

  /** Whether colours are wanted: there is a terminal, and nobody said no (https://no-color.org). */
  boolean colour() {
    return terminal() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** How many columns the terminal has; 0 when there is none, or nobody knows. */
  int width() {
    String columns = variable("COLUMNS");
    return terminal() && columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : 0;
  }

  /** A variable of the environment, empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** The API key by which a client of the gateway is let in, from the environment; null: none. */
  @Nullable Secret clientKey() {
    String key = variable(Apply.KEY_VARIABLE);
    if (!key.matches("[!-~]*")) {
      throw new WorldException(
          WorldException.Kind.USAGE,
          Apply.KEY_VARIABLE
              + " holds no API key: it has a space, a line end or a sign that HTTP cannot carry",
          null);
    }
    return key.isEmpty() ? null : new Secret(key);
  }

  PrintWriter outWriter() {
    return out;
  }

  PrintWriter errWriter() {
    return err;
  }

  void flush() {
    out.flush();
    err.flush();
  }

  /**
   * Says so if the results did not all arrive. A reader that has gone away wanted no more of them,
   * which is no trouble.
   *
   * @return whether there is trouble
   */
  boolean isResultLost() {
    flush();
    IOException trouble = results.trouble();
    if (trouble == null || lossTold || results.readerIsGone()) {
      return false;
    }
    complain(loss(trouble));
    return true;
  }

  /**
   * Sees to it that all results so far have arrived.
   *
   * @throws WorldException if they have not, also when the reader has gone away
   */
  void requireResult() {
    flush();
    IOException trouble = results.trouble();
    if (trouble != null) {
      lossTold = true;
      throw new WorldException(WorldException.Kind.IO, loss(trouble), trouble);
    }
  }

  private static String loss(IOException trouble) {
    return "cannot write to standard output: "
        + Visible.escape(String.valueOf(trouble.getMessage()));
  }
}
