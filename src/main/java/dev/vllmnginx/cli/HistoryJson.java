package dev.vllmnginx.cli;

import dev.vllmnginx.release.JournalEntry;
import dev.vllmnginx.release.ReleaseStore;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The history as JSON. A class of its own: the help of a command must not load the JSON library.
 */
final class HistoryJson {
  private HistoryJson() {}

  static String of(ReleaseStore store) {
    return JsonResult.of(
        json -> {
          json.writeStringProperty("current", store.links().current());
          json.writeStringProperty("previous", store.links().previous());
          json.writeArrayPropertyStart("releases");
          store.releases().forEach(json::writeString);
          json.writeEndArray();
          entries(store.journal(), json);
        });
  }

  private static void entries(List<JournalEntry> entries, JsonGenerator json) {
    json.writeArrayPropertyStart("entries");
    for (JournalEntry entry : entries) {
      json.writeStartObject();
      json.writeStringProperty("time", entry.time().toString());
      json.writeStringProperty("who", entry.who());
      json.writeStringProperty("action", entry.action());
      json.writeStringProperty("from", entry.from());
      json.writeStringProperty("to", entry.to());
      json.writeStringProperty("outcome", entry.outcome());
      json.writeStringProperty("detail", entry.detail());
      json.writeNumberProperty("millis", entry.millis());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
