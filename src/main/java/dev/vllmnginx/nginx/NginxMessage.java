package dev.vllmnginx.nginx;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message of nginx.
 *
 * @param level how bad it is
 * @param text what it says, without time, process numbers, and the place at its end; several lines
 *     when a script's exception spans lines
 * @param file the file it points at: relative to the tree when it is one of the tree's, else as
 *     nginx wrote it; null when it points at none
 * @param line in that file, 1 for the first; 0 when there is no file
 */
public record NginxMessage(Level level, String text, @Nullable String file, int line) {
  /** nginx's levels, worst first. */
  public enum Level {
    EMERG,
    ALERT,
    CRIT,
    ERROR,
    WARN,
    NOTICE,
    INFO,
    DEBUG;

    static Optional<Level> parse(String word) {
      for (Level level : values()) {
        if (level.name().toLowerCase(Locale.ROOT).equals(word)) {
          return Optional.of(level);
        }
      }
      return Optional.empty();
    }
  }

  /** What it says, and where if it says that. */
  public String placed() {
    return file == null ? text : text + " in " + file + ":" + line;
  }

  /** Whether it is a warning or worse. */
  public boolean matters() {
    return level.compareTo(Level.WARN) <= 0;
  }
}
