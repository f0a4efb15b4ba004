package dev.vllmnginx.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AttachedProgramTest {
  /** A parent and a child, both deaf to SIGTERM. */
  private static final String DEAF = "trap '' TERM; sleep 61 & echo $! >&2; wait; sleep 61";

  @Test
  void runsBesideUsAndIsEndedByClosing() throws Exception {
    long pid;
    try (PrivateDirectory directory = PrivateDirectory.create();
        AttachedProgram program =
            AttachedProgram.start(
                List.of("/bin/sh", "-c", "echo out; echo err >&2; sleep 61"), directory.path())) {
      pid = program.pid();
      assertThat(program.isRunning()).isTrue();
      assertThat(firstLines(program, 2)).isEqualTo("out\nerr\n");
    }
    assertThat(isRunning(pid)).isFalse();
  }

  @Test
  void closingEndsAlsoWhatDoesNotListen() throws Exception {
    List<Long> pids = new ArrayList<>();
    try (PrivateDirectory directory = PrivateDirectory.create();
        AttachedProgram program =
            AttachedProgram.start(List.of("/bin/sh", "-c", DEAF), directory.path())) {
      pids.add(program.pid());
      pids.add(Long.parseLong(firstLines(program, 1).strip()));
    }
    for (long pid : pids) {
      assertThat(isRunning(pid)).isFalse();
    }
  }

  @Test
  void closingEndsTheChildrenOfAProgramThatWasKilled() throws Exception {
    long child;
    try (PrivateDirectory directory = PrivateDirectory.create();
        AttachedProgram program =
            AttachedProgram.start(List.of("/bin/sh", "-c", DEAF), directory.path())) {
      child = Long.parseLong(firstLines(program, 1).strip());
      program.mark();
      ProcessHandle.of(program.pid()).orElseThrow().destroyForcibly();
      assertThat(program.awaitEnd(Duration.ofSeconds(30))).isTrue();
    }
    assertThat(isRunning(child)).isFalse();
  }

  @Test
  void nothingIsLeftWhenWeAreKilled(@TempDir Path dir) throws Exception {
    Path child = dir.resolve("child");
    Process us = startMain("/bin/sh", "-c", "sleep 61 & echo $! >" + child + "; wait");
    List<String> lines = readLines(us, 2);
    Path directory = Path.of(lines.get(0));
    assertThat(directory).isDirectory();
    List<Long> pids =
        List.of(Long.parseLong(lines.get(1)), Long.parseLong(Files.readString(child).strip()));
    for (long pid : pids) {
      assertThat(isRunning(pid)).isTrue();
    }

    us.destroyForcibly().waitFor();

    for (long pid : pids) {
      awaitGone(pid);
    }
    for (int i = 0; i < 1500 && Files.exists(directory); i++) {
      Thread.sleep(20);
    }
    assertThat(directory).doesNotExist();
  }

  @Test
  void theGuardCleansUpAlsoWhenItsCodeHasGoneMeanwhile(@TempDir Path dir) throws Exception {
    Path code = copyOfTheCode(dir.resolve("code"));
    PrivateDirectory directory = PrivateDirectory.createIn(dir);
    Process program = new ProcessBuilder("/bin/sleep", "61").start();
    Process guard =
        new ProcessBuilder(
                java("java"), "-cp", code.toString(), Guard.class.getName(), directory.path() + "")
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .start();
    guard
        .getOutputStream()
        .write(ProcessMark.of(program.toHandle()).format().getBytes(StandardCharsets.US_ASCII));
    guard.getOutputStream().flush();
    awaitReading(guard);
    PrivateDirectory.remove(code);

    guard.getOutputStream().close();

    assertThat(guard.waitFor()).isZero();
    assertThat(isRunning(program.pid())).isFalse();
    assertThat(directory.path()).doesNotExist();
  }

  @Test
  void theEndOfAKilledProgramIsNoticedWhileItsChildrenGoOn() throws Exception {
    try (PrivateDirectory directory = PrivateDirectory.create();
        AttachedProgram program =
            AttachedProgram.start(
                List.of("/bin/sh", "-c", "sleep 61 & echo started; wait"), directory.path())) {
      firstLines(program, 1);
      program.mark();
      ProcessHandle.of(program.pid()).orElseThrow().destroyForcibly();

      assertThat(program.awaitEnd(Duration.ofSeconds(30))).isTrue();

      assertThat(program.output()).isEqualTo("started\n");
    }
  }

  @Test
  void nothingIsLeftWhenWeAreInterrupted() throws Exception {
    Process us = startMain("/bin/sh", "-c", "sleep 61");
    List<String> lines = readLines(us, 2);

    us.destroy();
    us.waitFor();

    awaitGone(Long.parseLong(lines.get(1)));
    assertThat(Path.of(lines.get(0))).doesNotExist();
  }

  @Test
  void theGuardDoesNotTakeAnotherProcessForOurs() throws Exception {
    Process stranger = new ProcessBuilder("/bin/sleep", "61").start();
    try {
      ProcessMark wrong = new ProcessMark(stranger.pid(), 12345);

      ProcessTree.stop(List.of(wrong), Duration.ofMillis(100));

      assertThat(stranger.isAlive()).isTrue();
      assertThat(ProcessMark.parse(wrong.format().strip())).isEqualTo(wrong);
      assertThat(ProcessMark.of(stranger.toHandle()).find()).isPresent();
    } finally {
      stranger.destroyForcibly();
    }
  }

  /** What a program that goes on has written, as soon as there are so many lines. */
  private static String firstLines(AttachedProgram program, int count) throws Exception {
    while (program.output().lines().count() < count || !program.output().endsWith("\n")) {
      assertThat(program.awaitEnd(Duration.ofMillis(20))).as("it has ended").isFalse();
    }
    return program.output();
  }

  private static Path copyOfTheCode(Path target) throws Exception {
    Path code = Path.of(Guard.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> all = Files.walk(code)) {
      for (Path file : all.toList()) {
        Files.copy(file, target.resolve(code.relativize(file).toString()));
      }
    }
    return target;
  }

  /** Waits until the guard listens: all that it does before, it has done then. */
  private static void awaitReading(Process guard) throws Exception {
    String stacks = "";
    while (!stacks.contains("Guard.main") || !stacks.contains("readLine")) {
      Process jcmd =
          new ProcessBuilder(java("jcmd"), guard.pid() + "", "Thread.print")
              .redirectErrorStream(true)
              .start();
      stacks = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static Process startMain(String... command) throws IOException {
    List<String> full =
        new ArrayList<>(
            List.of(
                java("java"),
                "-cp",
                System.getProperty("java.class.path"),
                AttachedMain.class.getName()));
    full.addAll(List.of(command));
    return new ProcessBuilder(full).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static List<String> readLines(Process process, int count) throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(java.util.Objects.requireNonNull(reader.readLine(), "the program ended"));
    }
    return lines;
  }

  private static void awaitGone(long pid) throws Exception {
    for (int i = 0; i < 1500 && isRunning(pid); i++) {
      Thread.sleep(20);
    }
    assertThat(isRunning(pid)).as("process %d", pid).isFalse();
  }

  /** A zombie, which nobody has buried yet, does not run. */
  private static boolean isRunning(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      return !Files.readString(stat).contains(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
