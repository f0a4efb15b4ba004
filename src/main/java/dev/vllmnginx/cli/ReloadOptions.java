package dev.vllmnginx.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code generate --reload} hands on to {@code apply}, which documents it. */
final class ReloadOptions {
  @Option(names = "--start", description = "With --reload: start nginx if it does not run.")
  private boolean start;

  @Option(
      names = "--dry-run",
      description = "With --reload: change nothing; print the change as a diff.")
  private boolean dryRun;

  @Option(
      names = "--smoke",
      description = "With --reload: send a request to each model that this has added.")
  private boolean smoke;

  @Option(
      names = "--container",
      paramLabel = "NAME",
      description = "With --reload: nginx runs in this Docker container.")
  private @Nullable String container;

  @Option(
      names = "--nginx-conf",
      paramLabel = "FILE",
      description =
          "With --reload and layout include: nginx's main file, whose conf.d includes the gateway.")
  private @Nullable Path nginxConf;

  /** The same options for {@code apply}; none if none was given. */
  List<String> asArguments() {
    List<String> args = new ArrayList<>();
    args.addAll(start ? List.of("--start") : List.of());
    args.addAll(dryRun ? List.of("--dry-run") : List.of());
    args.addAll(smoke ? List.of("--smoke") : List.of());
    args.addAll(container == null ? List.of() : List.of("--container", container));
    args.addAll(nginxConf == null ? List.of() : List.of("--nginx-conf", nginxConf.toString()));
    return args;
  }
}
