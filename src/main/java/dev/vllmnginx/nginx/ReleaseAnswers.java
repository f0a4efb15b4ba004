package dev.vllmnginx.nginx;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what a worker says on the status listener. */
final class ReleaseAnswers {
  static final String PATH = "/release";
  static final String REPLICAS = "/replicas";

  private static final Pattern ANSWER =
      Pattern.compile("\\{\"release\":\"([0-9a-f]{16})\",\"worker\":([0-9]{1,10})\\}\\s*");

  private ReleaseAnswers() {}

  static LiveNginx.ReleaseAnswer parse(String body) throws IOException {
    Matcher matcher = ANSWER.matcher(body);
    if (!matcher.matches()) {
      throw new IOException("somebody else answers on the status listener");
    }
    return new LiveNginx.ReleaseAnswer(matcher.group(1), Long.parseLong(matcher.group(2)));
  }
}
