package dev.vllmnginx.process;

import java.time.Duration;
import java.util.List;

/**
 * A program that tests kill: it attaches the command that its arguments are, says where, and waits.
 */
public final class AttachedMain {
  private AttachedMain() {}

  /** Prints the directory, and the number of the attached process. */
  public static void main(String[] args) throws Exception {
    PrivateDirectory directory = PrivateDirectory.create();
    AttachedProgram program = AttachedProgram.start(List.of(args), directory.path());
    Thread.sleep(300);
    program.mark();
    System.out.println(directory.path());
    System.out.println(program.pid());
    program.awaitEnd(Duration.ofSeconds(60));
  }
}
