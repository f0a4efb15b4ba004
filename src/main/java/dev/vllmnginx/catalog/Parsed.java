package dev.vllmnginx.catalog;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What became of a user's text: a value, or the reason why it is none. */
public sealed interface Parsed<T> {
  /** The text follows the grammar. */
  record Accepted<T>(T value) implements Parsed<T> {}

  /**
   * It does not.
   *
   * @param code what kind of mistake
   * @param reason one sentence, fit for a terminal
   * @param hint how to mend it; null when the reason already says so
   */
  record Refused<T>(DiagnosticCode code, String reason, @Nullable String hint)
      implements Parsed<T> {
    /** The same refusal of another type. */
    <U> Refused<U> as() {
      return new Refused<>(code, reason, hint);
    }
  }

  static <T> Parsed<T> of(T value) {
    return new Accepted<>(value);
  }

  /** Refused with {@link DiagnosticCode#BAD_VALUE}. */
  static <T> Parsed<T> bad(String reason, @Nullable String hint) {
    return new Refused<>(DiagnosticCode.BAD_VALUE, reason, hint);
  }

  static <T> Parsed<T> refused(DiagnosticCode code, String reason, @Nullable String hint) {
    return new Refused<>(code, reason, hint);
  }

  /** Goes on with the value, if there is one. */
  default <U> Parsed<U> then(Function<T, Parsed<U>> next) {
    if (this instanceof Refused<T> refused) {
      return refused.as();
    }
    return next.apply(((Accepted<T>) this).value());
  }
}
