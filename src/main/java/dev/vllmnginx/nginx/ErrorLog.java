package dev.vllmnginx.nginx;

import java.nio.file.Path;
import java.util.List;

/** What nginx logs. */
final class ErrorLog {
  private ErrorLog() {}

  /**
   * Errors and worse.
   *
   * @param mainFile names of files below its directory are shortened
   */
  static List<NginxMessage> errors(Path mainFile, String text) {
    Path directory = mainFile.getParent();
    return new NginxMessageParser(directory == null ? Path.of("/") : directory)
        .parse(text).stream()
            .filter(message -> message.level().compareTo(NginxMessage.Level.ERROR) <= 0)
            .toList();
  }
}
