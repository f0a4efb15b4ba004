package dev.vllmnginx.cli;

import dev.vllmnginx.release.ReleaseStore;

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
          json.writeArrayPropertyStart("entries");
          store.journal().forEach(entry -> entry.write(json));
          json.writeEndArray();
        });
  }
}
