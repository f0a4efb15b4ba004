package dev.vllmnginx.cli;

/** Who runs this program, for the journal. */
final class Who {
  private Who() {}

  /** The account, and the one behind it where {@code sudo} was used. */
  static String runsThis(Console console) {
    String account = System.getProperty("user.name", "?");
    String behind = console.variable("SUDO_USER");
    return behind.isEmpty() || behind.equals(account) ? account : behind + " as " + account;
  }
}
