package dev.vllmnginx.app.doctor;

/** What came of a question to a server. */
sealed interface Reply {
  /**
   * An answer.
   *
   * @param body at most {@link Questions#MOST_BYTES}
   */
  record Answer(int status, String body) implements Reply {}

  /**
   * None.
   *
   * @param reason continues a sentence that begins with the server
   */
  record Silence(String reason) implements Reply {}
}
