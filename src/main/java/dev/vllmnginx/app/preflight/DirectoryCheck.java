package dev.vllmnginx.app.preflight;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Severity;
import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether nobody else can change what nginx will run: it loads scripts from there, and reads its
 * configuration as root. Whoever may rename a directory on the way may change all below it.
 */
final class DirectoryCheck {
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private DirectoryCheck() {}

  /**
   * Looks at a directory and all those above it.
   *
   * @param directory exists
   * @param uid the user who runs this program; root is trusted too
   */
  static List<Problem> owners(Path directory, long uid) {
    List<Problem> problems = new ArrayList<>();
    try {
      for (Path at = directory.toRealPath(); at != null; at = at.getParent()) {
        Map<String, Object> unix = Files.readAttributes(at, "unix:uid,mode");
        int owner = number(unix, "uid");
        int mode = number(unix, "mode");
        boolean kept = (mode & STICKY) != 0;
        if (owner != 0 && owner != uid) {
          problems.add(
              problem(Severity.WARNING, at + " belongs to user " + owner, "chown root " + at));
        } else if ((mode & OTHERS_WRITE) != 0 && !kept) {
          problems.add(problem(Severity.ERROR, "everybody may write in " + at, "chmod o-w " + at));
        } else if ((mode & GROUP_WRITES) != 0 && !kept) {
          problems.add(problem(Severity.WARNING, "a group may write in " + at, "chmod g-w " + at));
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot look at " + directory + ": " + e, e);
    }
    return problems;
  }

  private static int number(Map<String, Object> unix, String name) {
    return unix.get(name) instanceof Number number ? number.intValue() : 0;
  }

  private static Problem problem(Severity severity, String message, String command) {
    return new Problem(
        DiagnosticCode.UNSAFE_DIRECTORY,
        severity,
        message + ", so others can change what nginx runs",
        "`" + command + "`");
  }

  /**
   * Whether there is room.
   *
   * @param directory exists
   * @param needed bytes
   */
  static List<Problem> space(Path directory, long needed, Severity severity) {
    try {
      long free = Files.getFileStore(directory).getUsableSpace();
      return free >= needed
          ? List.of()
          : List.of(
              new Problem(
                  DiagnosticCode.DISK_SPACE,
                  severity,
                  directory
                      + " has "
                      + free / 1024
                      + " kB left, and "
                      + needed / 1024
                      + " kB are needed",
                  "make room there"));
    } catch (IOException e) {
      throw new WorldException(WorldException.Kind.IO, "cannot look at " + directory + ": " + e, e);
    }
  }
}
