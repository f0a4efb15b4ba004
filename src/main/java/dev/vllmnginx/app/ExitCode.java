package dev.vllmnginx.app;

/** The exit codes, a contract with scripts. */
public enum ExitCode {
  /** Done, or nothing to do. */
  OK(0),
  /** The answer is no: an invalid catalog, or {@code --check} found differences. */
  CHECK_FAILED(1),
  /** Wrong options, no such file. */
  USAGE(2),
  /** {@code nginx -t} refused the configuration; nothing was activated. */
  NGINX_REJECTED(3),
  /** The reload failed or was not proved; the previous release is live. */
  ROLLED_BACK(4),
  /** Going back failed too: a person is needed. */
  BROKEN(5),
  /** Something cannot be read or written. */
  IO(6),
  /** A bug in this program. */
  INTERNAL(70);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }
}
