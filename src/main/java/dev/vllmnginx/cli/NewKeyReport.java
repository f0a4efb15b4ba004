package dev.vllmnginx.cli;

import dev.vllmnginx.app.EditOutcome;
import dev.vllmnginx.app.ExitCode;

/** Gives a new key to the user, who sees it this once, and says what became of the edit. */
final class NewKeyReport {
  private final Console console;
  private final OutputFormat format;
  private final EditReport report;
  private final String key;

  /**
   * @param report shows the edit
   */
  NewKeyReport(Console console, OutputFormat format, EditReport report, String key) {
    this.console = console;
    this.format = format;
    this.report = report;
    this.key = key;
  }

  /**
   * Prints the key, whose hash is in the catalog by now.
   *
   * @throws dev.vllmnginx.diagnostics.WorldException if it does not arrive
   */
  void handOver(EditOutcome.Changed changed) {
    if (format.json()) {
      report.withKey(key).show(changed);
    } else {
      console.result(key);
    }
    console.requireResult();
  }

  /** Shows what became of it, behind the key if there is one. */
  ExitCode show(EditOutcome outcome) {
    if (!(outcome instanceof EditOutcome.Changed changed) || !changed.written()) {
      return report.show(outcome);
    }
    if (!format.json()) {
      console.say(report.done(changed) + "; the key is not shown again");
      report.next();
    }
    return ExitCode.OK;
  }
}
