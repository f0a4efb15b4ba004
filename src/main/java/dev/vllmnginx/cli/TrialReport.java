package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.LocalNginx;
import dev.vllmnginx.app.trial.AccessLogEntry;
import dev.vllmnginx.app.trial.Trial;
import dev.vllmnginx.app.trial.TrialRow;
import dev.vllmnginx.app.trial.TrialServer;
import dev.vllmnginx.diagnostics.Visible;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Shows a trial: its servers, a table of requests, and what comes after. */
final class TrialReport {
  private static final long POLL_MILLIS = 100;

  private final Console console;
  private final Trial trial;
  private final String row;

  TrialReport(Console console, Trial trial) {
    this.console = console;
    this.trial = trial;
    this.row =
        "%%-%ds  %%-%ds  %%-%ds  %%6s  %%8s"
            .formatted(
                width("MODEL", trial.names(), TrialReport::label),
                width("UPSTREAM", trial.names(), Trial.Name::upstream),
                width("SERVER", trial.servers(), TrialServer::text));
  }

  private static <T> int width(String head, List<T> items, Function<T, String> text) {
    return Stream.concat(Stream.of(head), items.stream().map(text))
        .mapToInt(String::length)
        .max()
        .orElseThrow();
  }

  void servers(LocalNginx nginx) {
    line("nginx " + nginx.version() + " (" + nginx.path() + ") listens on " + trial.gateway());
    for (TrialServer server : trial.servers()) {
      String reason = server.reason();
      line(
          reason == null
              ? "  " + server.declared().text() + " answers and is used"
              : "  " + server.declared().text() + " is played by a stand-in: " + reason);
    }
    line("");
  }

  /** Sends the requests and shows each when it is answered; true if all are right. */
  boolean requests() {
    line(row.formatted("MODEL", "UPSTREAM", "SERVER", "STATUS", "TIME"));
    List<TrialRow> rows = trial.send(this::show);
    long right = rows.stream().filter(TrialRow::isRight).count();
    line("");
    line(right + " of " + rows.size() + " requests reached a server of the right model.");
    return right == rows.size();
  }

  private void show(TrialRow shown) {
    line(
        row.formatted(
            label(shown.name()),
            shown.name().upstream(),
            shown.server(),
            shown.status() == 0 ? "-" : shown.status(),
            text(shown.time())));
    if (shown.problem() != null) {
      line("  ^ wrong: " + shown.problem());
    }
  }

  private static String label(Trial.Name name) {
    return name.isAlias() ? "  " + name.sent() + " (alias)" : name.sent();
  }

  /** Shows requests as they come, until the program is ended or nginx ends. */
  ExitCode serve() {
    line("");
    line("Ask it yourself:");
    line("  " + trial.example().curl(trial.gateway()));
    line("");
    line("Requests as they come (Ctrl-C stops everything):");
    try {
      while (trial.isRunning()) {
        trial.requests().forEach(this::show);
        Thread.sleep(POLL_MILLIS);
      }
      // On Ctrl-C nginx ends a moment before this program does.
      Thread.sleep(10 * POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.OK;
    }
    console.complain("nginx ended by itself: " + trial.errorLog().strip());
    return ExitCode.IO;
  }

  private void show(AccessLogEntry entry) {
    String route =
        entry.model().isEmpty()
            ? "(by the gateway itself)"
            : entry.model() + " -> " + trial.server(entry);
    line(
        "%s  %-4s %-20s  %d  %s  %s%s"
            .formatted(
                entry.clock(),
                entry.method(),
                Visible.escape(entry.path()),
                entry.status(),
                route,
                text(entry.duration()),
                entry.complete() ? "" : "  (the client left early)"));
  }

  private static String text(Duration time) {
    return time.toMillis() < 10_000 ? time.toMillis() + " ms" : time.toSeconds() + " s";
  }

  private void line(String text) {
    console.result(text);
    console.flush();
  }
}
