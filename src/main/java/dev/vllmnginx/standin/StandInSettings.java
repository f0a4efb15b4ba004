package dev.vllmnginx.standin;

import java.time.Duration;
import java.util.List;

/**
 * What a stand-in stands for.
 *
 * @param label the server whose place it takes, for example {@code 127.0.0.1:8001}; it says so in
 *     its answers
 * @param servedNames the names that it answers to, at least one; the first is the {@code model} of
 *     its answers
 * @param kind which paths it has
 * @param tokenPause the time that a token takes
 */
public record StandInSettings(
    String label, List<String> servedNames, Kind kind, Duration tokenPause) {
  public StandInSettings {
    servedNames = List.copyOf(servedNames);
    if (servedNames.isEmpty()) {
      throw new IllegalArgumentException("a server serves at least one name");
    }
  }

  String firstName() {
    return servedNames.get(0);
  }
}
