package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
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
          statusPort(content.resolveSibling("conf.d/50-status.conf")));
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot read " + content + ": " + e, e);
    }
  }

  private static Set<Integer> statusPort(Path file) throws IOException {
    Set<Integer> ports = new HashSet<>();
    try {
      Matcher matcher = STATUS.matcher(Files.readString(file));
      while (matcher.find()) {
        ports.add(Integer.parseInt(matcher.group(1)));
      }
    } catch (NoSuchFileException e) {
      // Somebody else's main file.
    }
    return ports;
  }

  private static String find(Pattern directive, String text, String otherwise) {
    Matcher matcher = directive.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }

  private static Pattern directive(String name) {
    return Pattern.compile("(?m)^\\s*" + name + "\\s+[\"']?([^\\s;\"']+)");
  }
}
