package dev.vllmnginx.process;

/**
 * How a program ended.
 *
 * @param exitCode what it returned; 128 plus the signal's number when a signal ended it
 * @param stdout what it wrote, decoded as UTF-8, at most {@link #OUTPUT_LIMIT} bytes of it
 * @param stderr likewise
 * @param timedOut whether it was killed because its time was over; the exit code then says nothing
 */
public record ProgramResult(int exitCode, String stdout, String stderr, boolean timedOut) {
  /** Bytes kept of each stream; the rest is read and dropped, so that the program never blocks. */
  public static final int OUTPUT_LIMIT = 1 << 20;

  /** Whether it ended by itself and returned 0. */
  public boolean succeeded() {
    return !timedOut && exitCode == 0;
  }
}
