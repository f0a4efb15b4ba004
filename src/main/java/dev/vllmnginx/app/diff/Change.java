package dev.vllmnginx.app.diff;

/**
 * One thing that differs.
 *
 * @param subject a model, a server of a model, an API key, or the path of a setting
 * @param words what about it; may be empty
 */
public record Change(Kind kind, String subject, String words) {
  /** Whether it is there now, is no longer there, or says something else. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }
}
