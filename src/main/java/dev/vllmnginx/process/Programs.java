package dev.vllmnginx.process;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** How every program of this product is started. */
final class Programs {
  private Programs() {}

  /** Both output streams are pipes, standard input is empty. */
  static Process start(List<String> command) {
    return start(builder(command).redirectInput(new File("/dev/null")));
  }

  static ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    // From njs 1.0 on, nginx looks for scripts in the directory that it was started in first.
    builder.directory(new File("/"));
    builder.environment().put("LC_ALL", "C");
    // nginx takes listening sockets over from a parent that names them in this variable.
    builder.environment().remove("NGINX");
    return builder;
  }

  static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot start " + builder.command().get(0) + ": " + e.getMessage(),
          e);
    }
  }
}
