package dev.vllmnginx.cli;

import dev.vllmnginx.app.OwnCommands;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person may run after an attempt that came to nothing.
 *
 * @param start the command, and what it was given, that does the same and starts nginx
 */
record NextCommands(OwnCommands commands, List<String> start) {
  NextCommands {
    start = List.copyOf(start);
  }

  /** The same, with an nginx that does not run. */
  String starting() {
    return commands.line(start);
  }

  /**
   * After one that could not be taken back.
   *
   * @param before the release that was live; null: none
   */
  List<String> mending(@Nullable String before) {
    List<String> lines = new ArrayList<>();
    if (before != null) {
      lines.add(commands.line(List.of("rollback", before, "--start")));
    }
    if (!start.get(0).equals("rollback") || before == null) {
      lines.add(starting());
    }
    return lines;
  }
}
