package dev.vllmnginx.cli;

import dev.vllmnginx.app.OwnCommands;
import dev.vllmnginx.app.ServingNginx;
import dev.vllmnginx.app.apply.Apply;
import dev.vllmnginx.app.preflight.MachineCheck;
import dev.vllmnginx.release.ReleaseStore;
import java.nio.file.Path;
import java.util.List;
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

  /**
   * What may be run after an attempt.
   *
   * @param start the command, and what it was given, that does the same and starts nginx
   */
  NextCommands next(RootOption root, Console console, List<String> start) {
    return new NextCommands(
        new OwnCommands(root.store().root(), root.including(), serving(console)), start);
  }

  /** What puts a catalog live in that nginx. */
  Apply apply(Apply.Request request, RootOption root, ApplyReport report, Console console) {
    ReleaseStore store = root.store();
    return new Apply(request, store, serving(console)::at, new MachineCheck(store.root()), report);
  }
}
