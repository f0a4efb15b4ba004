package dev.vllmnginx.cli;

import dev.vllmnginx.app.ServingNginx;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which nginx serves clients: one of this machine, or one in a container. */
final class ServingOption {
  @Option(
      names = "--nginx",
      paramLabel = "PATH",
      description = "The nginx that serves (default: the one on the PATH or in the usual places).")
  private @Nullable Path nginx;

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "nginx runs in this Docker container, which sees the releases through a mount.")
  private @Nullable String container;

  ServingNginx serving(Console console) {
    return new ServingNginx(nginx, container, console.variable("PATH"));
  }
}
