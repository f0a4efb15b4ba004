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

  ReleaseStore store() {
    return new ReleaseStore(root);
  }
}
