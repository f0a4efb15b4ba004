package dev.vllmnginx.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * What became of one attempt to change what is live.
 *
 * @param time when it ended
 * @param who the account, and the one behind it where {@code sudo} was used
 * @param action {@code apply} or {@code rollback}
 * @param from the release that was live before; null: none
 * @param to the release that was to be live; null when it never got an id
 * @param outcome for example {@code applied}, {@code rolled-back}
 * @param detail why, when it did not work; may be empty
 * @param millis how long it took
 */
public record JournalEntry(
    Instant time,
    String who,
    String action,
    @Nullable String from,
    @Nullable String to,
    String outcome,
    String detail,
    long millis) {
  /** As an object, in the journal and for programs alike. */
  public void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("time", time.toString());
    json.writeStringProperty("who", who);
    json.writeStringProperty("action", action);
    json.writeStringProperty("from", from);
    json.writeStringProperty("to", to);
    json.writeStringProperty("outcome", outcome);
    json.writeStringProperty("detail", detail);
    json.writeNumberProperty("millis", millis);
    json.writeEndObject();
  }
}
