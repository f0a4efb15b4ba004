package dev.vllmnginx.app;

/** The exit codes, a contract with scripts. */
public enum ExitCode {
  OK(0, "done, or nothing to do"),
  CHECK_FAILED(1, "the answer is no: an invalid catalog, or --check found differences"),
  USAGE(2, "wrong options, or no such file"),
  NGINX_REJECTED(3, "nginx -t or a check of the machine said no; nothing was activated"),
  ROLLED_BACK(4, "the reload failed or was not proved; the previous release is live"),
  BROKEN(5, "going back failed too: a person is needed"),
  IO(6, "something cannot be read or written, or nginx does not run"),
  INTERNAL(70, "a bug in this program; --debug shows where"),
  LOCKED(75, "another apply or rollback is at work; nothing was changed, try again");

  private final int number;
  private final String description;

  ExitCode(int number, String description) {
    this.number = number;
    this.description = description;
  }

  /** What the process returns. */
  public int number() {
    return number;
  }

  /** When it is returned. */
  public String description() {
    return description;
  }
}
