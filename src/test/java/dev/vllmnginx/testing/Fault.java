package dev.vllmnginx.testing;

/** What can go wrong with a backend once it has taken a connection. */
public enum Fault {
  NONE,
  /** Takes the request and says nothing more. */
  HANG,
  /** Answers {@code /health}, but not what its engine would have to answer. */
  ENGINE_HANGS,
  /** Closes without a word. */
  CLOSE_BEFORE_HEAD,
  /** Sends another protocol's banner. */
  GARBAGE,
  /** Sends its head one byte at a time, a hundred a second. */
  SLOW_HEAD,
  /** Full queue: vLLM's 503, before any work. */
  UNAVAILABLE,
  /** A server that limits its clients. */
  TOO_MANY,
  /** vLLM's 500. */
  INTERNAL_ERROR,
  /** Resets the connection after the first event of a stream. */
  RESET_IN_STREAM,
  /** Closes in order after the first event of a stream, without the last chunk. */
  CLOSE_IN_STREAM,
  /** Falls silent after the first event of a stream. */
  STALL_IN_STREAM
}
