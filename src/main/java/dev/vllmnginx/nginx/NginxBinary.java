package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An nginx on this machine.
 *
 * @param path its program file, absolute
 * @param build what it says of itself
 */
public record NginxBinary(Path path, NginxBuild build) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Where nginx lies that is not on the search path: {@code sbin} is not, for ordinary users. */
  private static final List<String> USUAL =
      List.of(
          "/usr/sbin/nginx",
          "/usr/local/sbin/nginx",
          "/usr/local/nginx/sbin/nginx",
          "/usr/local/openresty/nginx/sbin/nginx",
          "/opt/homebrew/bin/nginx",
          "/usr/bin/nginx");

  /**
   * The first nginx of the search path or of the usual places; empty if there is none.
   *
   * @param searchPath the value of {@code PATH}, may be empty
   */
  public static Optional<NginxBinary> find(String searchPath, ProgramRunner programs) {
    List<String> candidates = new ArrayList<>();
    for (String directory : searchPath.split(":", -1)) {
      // An empty or relative entry means the working directory, which nobody should trust.
      if (directory.startsWith("/")) {
        candidates.add(directory + "/nginx");
      }
    }
    candidates.addAll(USUAL);
    return candidates.stream()
        .map(Path::of)
        .filter(path -> Files.isRegularFile(path) && Files.isExecutable(path))
        .findFirst()
        .map(path -> at(path, programs));
  }

  /**
   * The nginx at {@code path}.
   *
   * @throws WorldException ({@code USAGE}) when there is no program there, or it is not nginx
   */
  public static NginxBinary at(Path path, ProgramRunner programs) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw usage(path + " is not a program");
    }
    Path absolute = path.toAbsolutePath().normalize();
    // Without -e it may open, and as root create, the error log of production.
    ProgramResult result = programs.run(List.of(absolute.toString(), "-V"), TIMEOUT);
    return NginxBuild.parse(result.stderr() + "\n" + result.stdout())
        .map(build -> new NginxBinary(absolute, build))
        .orElseThrow(
            () -> usage(path + " is not nginx: `" + path + " -V` does not print its version"));
  }

  /** The command that starts it with a main file, in the foreground or for a test. */
  List<String> command(PrivatePlace place, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(path.toString());
    command.addAll(startLog(place));
    // Never -p: below 1.23 it changes where load_module looks for modules.
    command.add("-c");
    command.add(place.configFile().toString());
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * {@code -e}, 1.19.5 and newer: until it has read a configuration it logs to its build's file.
   */
  private List<String> startLog(PrivatePlace place) {
    return build.version().isAtLeast(new VersionNumber(1, 19, 5))
        ? List.of("-e", place.errorLog().toString())
        : List.of();
  }

  private static WorldException usage(String message) {
    return new WorldException(WorldException.Kind.USAGE, message, null);
  }
}
