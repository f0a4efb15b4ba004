package dev.vllmnginx.cli;

import dev.vllmnginx.app.ServerModels;
import dev.vllmnginx.diagnostics.Visible;
import java.util.List;
import java.util.stream.Collectors;

/** What a server answered, in one line. */
final class ProbeWords {
  private ProbeWords() {}

  static String of(ServerModels server) {
    String trouble = server.trouble();
    if (trouble != null) {
      return server.address() + " " + trouble;
    }
    String served = server.served().isEmpty() ? "no model" : quoted(server.served());
    String missing = server.missing().isEmpty() ? "" : ", but not " + quoted(server.missing());
    return server.address() + " serves " + served + missing;
  }

  private static String quoted(List<String> names) {
    return names.stream().map(Visible::quote).collect(Collectors.joining(", "));
  }
}
