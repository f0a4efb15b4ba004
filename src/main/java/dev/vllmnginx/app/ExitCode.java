package dev.vllmnginx.app;

/** The exit codes, a contract with scripts. */
public enum ExitCode {
  OK(0, "done, or nothing to do"),
  CHECK_FAILED(1, "the answer is no: an invalid catalog, or --check found differences"),
  USAGE(2, "wrong options, or no such file"),
  NGINX_REJECTED(3, "nginx -t refused the configuration; nothing was activated"),
  ROLLED_BACK(4, "the reload failed or was not proved; the previous release is live"),
  BROKEN(5, "going back failed too: a person is needed"),
  IO(6, "something cannot be read or written"),
  INTERNAL(70, "a bug in this program; --debug shows where");

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
