package dev.vllmnginx.cli;

import dev.vllmnginx.app.LocalNginx;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which nginx of this machine is asked. */
final class NginxOption {
  @Option(
      names = "--nginx",
      paramLabel = "PATH",
      description = "The nginx to ask (default: the one on the PATH or in the usual places).")
  private @Nullable Path nginx;

  /** The same option for another command. */
  List<String> asArguments() {
    return nginx == null ? List.of() : List.of("--nginx", nginx.toString());
  }

  LocalNginx find(Console console) {
    return LocalNginx.find(nginx, console.variable("PATH"));
  }
}
