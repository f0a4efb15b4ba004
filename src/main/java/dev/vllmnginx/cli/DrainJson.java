package dev.vllmnginx.cli;

import dev.vllmnginx.app.drain.DrainWait;
import java.util.Locale;

/** How draining ended, as JSON. A class of its own: help must not load the JSON library. */
final class DrainJson {
  private DrainJson() {}

  static String of(DrainWait.Outcome outcome) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("event", "drained");
          json.writeStringProperty("outcome", outcome.name().toLowerCase(Locale.ROOT));
          json.writeBooleanProperty("mayBeStopped", outcome != DrainWait.Outcome.TIMED_OUT);
        });
  }
}
