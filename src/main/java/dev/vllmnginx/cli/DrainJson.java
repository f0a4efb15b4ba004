package dev.vllmnginx.cli;

import dev.vllmnginx.app.diff.Change;
import dev.vllmnginx.app.drain.DrainWait;
import java.util.List;
import java.util.Locale;

/**
 * What draining puts live besides, and how it ended, as JSON. A class of its own: help must not
 * load the JSON library.
 */
final class DrainJson {
  private DrainJson() {}

  static String refused(List<Change> changes) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("result", "refused");
          json.writeStringProperty("reason", "other-changes");
          DiffReport.write(changes, json);
        });
  }

  static String alsoLive(List<Change> changes) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "also-live");
          DiffReport.write(changes, json);
        });
  }

  static String inUse(List<String> models) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "drained");
          json.writeStringProperty("outcome", "in_use");
          json.writeBooleanProperty("mayBeStopped", false);
          json.writeArrayPropertyStart("models");
          models.forEach(json::writeString);
          json.writeEndArray();
        });
  }

  static String of(DrainWait.Outcome outcome) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "drained");
          json.writeStringProperty("outcome", outcome.name().toLowerCase(Locale.ROOT));
          json.writeBooleanProperty("mayBeStopped", outcome != DrainWait.Outcome.TIMED_OUT);
        });
  }
}
