package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A store as another process has it. */
final class StoreProcess {
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private StoreProcess() {}

  /**
   * Starts one.
   *
   * @param umask as the shell writes it
   */
  static Process start(String umask, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh"));
    command.addAll(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StoreProcess.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Arguments: what to do, and the root. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args[1]);
    switch (args[0]) {
      case "fill" -> fill(new ReleaseStore(root));
      case "hold" -> hold(new ReleaseStore(root));
      case "take turns" -> takeTurns(root);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void fill(ReleaseStore store) {
    RootLock lock = store.lock().orElseThrow();
    ReleaseStoreTest.live(store, OutputDirectoryFixture.ONE);
    ReleaseStoreTest.live(store, OutputDirectoryFixture.TWO);
    store.includedBy(Path.of("/etc/nginx/nginx.conf"));
    store.record(new JournalEntry(Instant.EPOCH, "tester", "apply", null, null, "rejected", "", 1));
    lock.close();
  }

  /** Until its input ends. */
  private static void hold(ReleaseStore store) throws IOException {
    RootLock lock = store.lock().orElseThrow();
    System.out.println("held");
    System.in.transferTo(System.out);
    lock.close();
  }

  /** Takes the lock of a store that is empty again each time; two at once would trip over this. */
  private static void takeTurns(Path root) throws IOException {
    Path witness = root.resolveSibling("witness");
    for (int taken = 0; taken < 300; ) {
      Optional<RootLock> lock = new ReleaseStore(root).lock();
      if (lock.isPresent()) {
        taken++;
        Files.createFile(witness);
        for (int i = 0; i < 20_000; i++) {
          Thread.onSpinWait();
        }
        Files.delete(witness);
        lock.get().close();
      }
    }
  }
}
