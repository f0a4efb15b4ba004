package dev.vllmnginx.app.trial;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One request of the trial and what became of it.
 *
 * @param name the name that was asked for
 * @param server who answered, in words; a dash when nobody did
 * @param status of the answer; 0 when there was none
 * @param time until the answer was complete
 * @param problem why it is not what the catalog says; null: it is
 */
public record TrialRow(
    Trial.Name name, String server, int status, Duration time, @Nullable String problem) {
  public boolean isRight() {
    return problem == null;
  }
}
