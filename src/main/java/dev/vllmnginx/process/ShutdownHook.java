package dev.vllmnginx.process;

/** Something that is done if the program is told to end (SIGINT, SIGTERM) while it is open. */
public final class ShutdownHook implements AutoCloseable {
  private final Thread thread;

  private ShutdownHook(Thread thread) {
    this.thread = thread;
  }

  /** From now on. */
  public static ShutdownHook of(Runnable work) {
    Thread thread = new Thread(work, "when interrupted");
    Runtime.getRuntime().addShutdownHook(thread);
    return new ShutdownHook(thread);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // The program is ending: the work is being done.
    }
  }
}
