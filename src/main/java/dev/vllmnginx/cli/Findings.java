package dev.vllmnginx.cli;

import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.TextRenderer;
import java.util.ArrayList;
import java.util.List;

/** Collects what a command finds and, unless the output is JSON, shows it as it comes. */
final class Findings {
  private final Console console;
  private final boolean json;
  private final SourceLines lines;
  private final List<Diagnostic> all = new ArrayList<>();

  /**
   * @param lines of the catalog and its files, to be shown under what is found in it
   */
  Findings(Console console, OutputFormat format, SourceLines lines) {
    this.console = console;
    this.json = format.json();
    this.lines = lines;
  }

  void add(List<Diagnostic> diagnostics) {
    all.addAll(diagnostics);
    if (!json && !diagnostics.isEmpty()) {
      console.say(new TextRenderer(console.colour()).render(diagnostics, lines).stripTrailing());
    }
  }

  List<Diagnostic> all() {
    return all;
  }
}
