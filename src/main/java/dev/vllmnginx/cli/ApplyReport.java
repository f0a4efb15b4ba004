package dev.vllmnginx.cli;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.apply.ApplyEvents;
import dev.vllmnginx.app.apply.ApplyResult;
import dev.vllmnginx.app.apply.ApplyStep;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.SourceLines;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the steps of an apply as they happen, and what became of it. */
final class ApplyReport implements ApplyEvents {
  private final Console console;
  private final OutputFormat format;
  private final NextCommands next;
  private Findings findings;

  ApplyReport(Console console, OutputFormat format, NextCommands next) {
    this.console = console;
    this.format = format;
    this.next = next;
    this.findings = new Findings(console, format, SourceLines.NONE);
  }

  /** The catalog, whose lines are shown under what is found in it. */
  CatalogFile reading(CatalogFile file) {
    findings = new Findings(console, format, file.lines());
    return file;
  }

  @Override
  public void begun(ApplyStep step) {
    if (format.json()) {
      console.event(ApplyJson.begun(step));
    } else if (console.terminal()) {
      console.sayPart("  " + step.description() + " …");
    }
  }

  @Override
  public void ended(ApplyStep step, boolean ok, Duration time, String detail) {
    if (format.json()) {
      console.event(ApplyJson.ended(step, ok, time, detail));
      return;
    }
    String line =
        "  %s %-42s %6d ms%s"
            .formatted(
                ok ? "ok  " : "FAIL",
                step.description(),
                time.toMillis(),
                detail.isEmpty() ? "" : "  " + detail);
    console.say((console.terminal() ? "\r" : "") + line);
  }

  @Override
  public void interrupted(ApplyStep step, @Nullable String before, @Nullable String now) {
    console.complain(
        "interrupted at the step \"" + step.description() + "\"; " + ApplyWords.left(before, now));
    console.hint("run the same command again: it finishes the work");
  }

  @Override
  public void found(List<Diagnostic> diagnostics) {
    findings.add(diagnostics);
  }

  ExitCode show(ApplyResult result) {
    if (format.json()) {
      console.event(ApplyJson.result(result, next, findings.all()));
    } else if (result instanceof ApplyResult.Planned planned) {
      console.resultText(planned.diff());
      console.say("nothing was changed (--dry-run)");
    } else if (isGood(result)) {
      ApplyWords.lines(result).forEach(console::result);
      ApplyWords.failures(result).forEach(console::complain);
    } else {
      ApplyWords.lines(result).forEach(console::complain);
      ApplyWords.advice(result, next).forEach(console::hint);
    }
    return exitCode(result);
  }

  private static boolean isGood(ApplyResult result) {
    return result instanceof ApplyResult.Unchanged
        || result instanceof ApplyResult.Renewed
        || result instanceof ApplyResult.Applied;
  }

  private static ExitCode exitCode(ApplyResult result) {
    if (result instanceof ApplyResult.InvalidCatalog) {
      return ExitCode.CHECK_FAILED;
    }
    if (result instanceof ApplyResult.Locked) {
      return ExitCode.LOCKED;
    }
    if (result instanceof ApplyResult.Rejected) {
      return ExitCode.NGINX_REJECTED;
    }
    if (result instanceof ApplyResult.RolledBack) {
      return ExitCode.ROLLED_BACK;
    }
    if (result instanceof ApplyResult.Broken) {
      return ExitCode.BROKEN;
    }
    boolean stopped =
        result instanceof ApplyResult.NotRunning || result instanceof ApplyResult.Refused;
    if (result instanceof ApplyResult.Applied applied && !applied.failedSmoke().isEmpty()) {
      return ExitCode.CHECK_FAILED;
    }
    return stopped ? ExitCode.IO : ExitCode.OK;
  }
}
