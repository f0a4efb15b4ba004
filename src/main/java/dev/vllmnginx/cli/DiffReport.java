package dev.vllmnginx.cli;

import dev.vllmnginx.app.diff.Change;
import dev.vllmnginx.app.diff.LiveDiff;
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.JsonRenderer;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Shows a difference: first in words, then line by line. */
final class DiffReport {
  private final Console console;

  DiffReport(Console console) {
    this.console = console;
  }

  void text(LiveDiff diff) {
    if (diff.isSame()) {
      console.result("release " + diff.to() + " is live; nothing would change");
      return;
    }
    if (diff.to().equals(diff.from())) {
      console.result("release " + diff.to() + " is live, but its files were changed by hand;");
      diff.edited().forEach((path, what) -> console.result("  ~ " + path + ": " + what));
      console.result("apply would put them right and reload");
      console.result("");
      console.resultText(diff.diff());
      return;
    }
    console.result(
        diff.from() == null
            ? "nothing is live; release " + diff.to() + " would be"
            : "release " + diff.to() + " would follow " + diff.from());
    words(diff.changes()).forEach(console::result);
    if (diff.changes().isEmpty()) {
      console.result("  the catalog says the same; its files are written differently");
    }
    console.result("");
    console.resultText(diff.diff());
  }

  /** A line for each change. */
  static List<String> words(List<Change> changes) {
    return changes.stream()
        .map(
            change -> {
              String mark =
                  switch (change.kind()) {
                    case ADDED -> "+";
                    case REMOVED -> "-";
                    case CHANGED -> "~";
                  };
              String words = change.words().isEmpty() ? "" : ": " + change.words();
              return "  " + mark + " " + change.subject() + words;
            })
        .toList();
  }

  void json(@Nullable LiveDiff diff, List<Diagnostic> diagnostics) {
    console.result(
        JsonResult.of(
            json -> {
              if (diff != null) {
                write(diff, json);
              }
              JsonRenderer.write(diagnostics, json);
            }));
  }

  private static void write(LiveDiff diff, JsonGenerator json) {
    json.writeBooleanProperty("same", diff.isSame());
    json.writeStringProperty("from", diff.from());
    json.writeStringProperty("to", diff.to());
    write(diff.changes(), json);
    json.writeObjectPropertyStart("edited");
    diff.edited().forEach(json::writeStringProperty);
    json.writeEndObject();
    json.writeStringProperty("diff", diff.diff());
  }

  /** The same as objects. */
  static void write(List<Change> changes, JsonGenerator json) {
    json.writeArrayPropertyStart("changes");
    for (Change change : changes) {
      json.writeStartObject();
      json.writeStringProperty("kind", change.kind().name().toLowerCase(Locale.ROOT));
      json.writeStringProperty("subject", change.subject());
      json.writeStringProperty("words", change.words());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
