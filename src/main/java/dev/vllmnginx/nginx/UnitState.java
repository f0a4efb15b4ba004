package dev.vllmnginx.nginx;

import dev.vllmnginx.process.ProgramResult;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What systemd knows of a unit, not whether it can show its files: it cannot while a drop-in was
 * removed that it has read before.
 *
 * @param isThere whether it can be started; a masked unit is one that nobody shall start
 * @param active whether it runs, or is about to
 * @param enabled whether it boots
 */
record UnitState(String name, boolean isThere, boolean active, boolean enabled) {
  private static final String PROPERTIES = "--property=LoadState,ActiveState,UnitFileState";
  private static final Set<String> ABSENT = Set.of("", "not-found", "masked");
  private static final Set<String> ACTIVE = Set.of("active", "activating", "reloading");

  /**
   * Asks.
   *
   * @param systemctl runs it with arguments
   */
  static UnitState of(String name, Function<String[], ProgramResult> systemctl) {
    String said = systemctl.apply(new String[] {"show", PROPERTIES, name}).stdout();
    return new UnitState(
        name,
        !ABSENT.contains(find("LoadState", said)),
        ACTIVE.contains(find("ActiveState", said)),
        find("UnitFileState", said).startsWith("enabled"));
  }

  private static String find(String property, String said) {
    Matcher line = Pattern.compile("(?m)^" + property + "=(.*)$").matcher(said);
    return line.find() ? line.group(1).strip() : "";
  }
}
