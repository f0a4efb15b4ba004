package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.LocalAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a release on disk says of itself, also one that an older program has made. */
public final class ReleaseFiles {
  private static final Pattern STATUS =
      Pattern.compile("listen (?:\\[([0-9a-f:.]+)]|([0-9.]+)):([0-9]{1,5}) reuseport;");

  private ReleaseFiles() {}

  /** Where its workers answer which release they run. */
  public static LocalAddress status(Path release) {
    Path file = release.resolve("conf.d/50-status.conf");
    try {
      Matcher matcher = STATUS.matcher(Files.readString(file));
      if (!matcher.find()) {
        throw new IOException("it names no address");
      }
      String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      return new LocalAddress.Ip(host, Integer.parseInt(matcher.group(3)));
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
