package dev.vllmnginx.cli;

import dev.vllmnginx.release.ReleaseStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the releases are. */
final class RootOption {
  @Option(
      names = "--root",
      paramLabel = "DIR",
      defaultValue = "/etc/vllm-nginx",
      description = "Where the releases are; nginx reads DIR/current (default: ${DEFAULT-VALUE}).")
  private Path root = Path.of("/etc/vllm-nginx");

  @Option(
      names = "--nginx-conf",
      paramLabel = "FILE",
      defaultValue = "/etc/nginx/nginx.conf",
      description =
          "Layout include: nginx's main file, whose conf.d includes the gateway (default:"
              + " ${DEFAULT-VALUE}).")
  private Path including = Path.of("/etc/nginx/nginx.conf");

  Path including() {
    return including;
  }

  ReleaseStore store() {
    return new ReleaseStore(root);
  }
}
