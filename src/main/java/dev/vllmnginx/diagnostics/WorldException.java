package dev.vllmnginx.diagnostics;

import org.jspecify.annotations.Nullable;

/**
 * Trouble with the world outside the program: a file that cannot be written, a program that cannot
 * be started. Its message is for the user: it says what was tried and what to do.
 */
public final class WorldException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of trouble, which decides the exit code. */
  public enum Kind {
    /** The command line names something that is not there. */
    USAGE,
    /** Reading or writing failed. */
    IO
  }

  private final Kind kind;

  public WorldException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
