package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads in a configuration what it says about nginx itself. */
public final class MainFile {
  private static final Pattern PID = directive("pid");
  private static final Pattern ERROR_LOG = directive("error_log");
  private static final Pattern STATUS =
      Pattern.compile("(?m)^\\s*listen \\S*:([0-9]{1,5}) reuseport;");

  private MainFile() {}

  /**
   * The set-up of the nginx that runs a configuration.
   *
   * @param path the main file, as nginx is told
   * @param content the file to read, which may be another one that takes its place later
   * @param build what holds where the file says nothing
   */
  public static NginxSetup setup(Path path, Path content, NginxBuild build) {
    try {
      // Of the blocks nothing counts, and none of them comes before these two.
      String main = Files.readString(content).split("(?m)^\\s*(?:events|http)\\b", 2)[0];
      Path prefix = Path.of(build.prefix());
      return new NginxSetup(
          path,
          prefix.resolve(find(PID, main, build.pidPath())),
          prefix.resolve(find(ERROR_LOG, main, build.errorLogPath())),
          statusPort(content));
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot read " + content + ": " + e, e);
    }
  }

  /** Where no release is live yet, nobody holds its port, which 0 says. */
  private static Set<Integer> statusPort(Path main) throws IOException {
    for (String path : List.of("conf.d/50-status.conf", "vllm-nginx/conf.d/50-status.conf")) {
      Path file = main.resolveSibling(path);
      Matcher matcher = STATUS.matcher(Files.exists(file) ? Files.readString(file) : "");
      if (matcher.find()) {
        return Set.of(Integer.parseInt(matcher.group(1)));
      }
    }
    return Set.of(0);
  }

  private static String find(Pattern directive, String text, String otherwise) {
    Matcher matcher = directive.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }

  private static Pattern directive(String name) {
    return Pattern.compile("(?m)^\\s*" + name + "\\s+[\"']?([^\\s;\"']+)");
  }
}
