package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.Diagnostic;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Told of what happens while it happens. */
public interface ApplyEvents {
  /** A step begins. */
  void begun(ApplyStep step);

  /**
   * It has ended.
   *
   * @param ok whether it did what it was to do
   * @param detail what there is to say of it; may be empty
   */
  void ended(ApplyStep step, boolean ok, Duration time, String detail);

  /**
   * The program was told to end, in the middle.
   *
   * @param before the release that was live; null: none
   * @param now where the link to the live release leads now
   */
  default void interrupted(ApplyStep step, @Nullable String before, @Nullable String now) {}

  /** Something was found in the catalog, or said by nginx about it. */
  void found(List<Diagnostic> diagnostics);
}
