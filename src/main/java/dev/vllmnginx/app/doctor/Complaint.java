package dev.vllmnginx.app.doctor;

import dev.vllmnginx.diagnostics.Severity;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as the catalog says.
 *
 * @param hint what may help; null when that is plain
 */
public record Complaint(Severity severity, Kind kind, String message, @Nullable String hint) {
  /** What is wrong; a contract with programs. */
  public enum Kind {
    UNREACHABLE,
    UNHEALTHY,
    NOT_VLLM,
    KEY_NEEDED,
    MISSING_NAME,
    WRONG_TYPE,
    MISSING_ENDPOINT,
    KEEP_ALIVE,
    VERSIONS_DIFFER,
    LENGTHS_DIFFER;

    /** In lower case. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Complaint error(Kind kind, String message, @Nullable String hint) {
    return new Complaint(Severity.ERROR, kind, message, hint);
  }

  static Complaint warning(Kind kind, String message, @Nullable String hint) {
    return new Complaint(Severity.WARNING, kind, message, hint);
  }
}
