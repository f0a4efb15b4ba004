package dev.vllmnginx.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramRunnerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ProgramRunner programs = ProgramRunner.local();

  @Test
  void givesBothStreamsAndTheExitCode() {
    ProgramResult result =
        programs.run(List.of("/bin/sh", "-c", "echo out; echo err >&2; exit 3"), LONG);

    assertThat(result).isEqualTo(new ProgramResult(3, "out\n", "err\n", false));
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void passesArgumentsAsTheyAre() {
    ProgramResult result = programs.run(List.of("/bin/echo", "$HOME `id` \"; *", "b c"), LONG);

    assertThat(result.stdout()).isEqualTo("$HOME `id` \"; * b c\n");
  }

  @Test
  void messagesAreEnglishAndStandardInputIsEmpty() {
    ProgramResult result =
        programs.run(List.of("/bin/sh", "-c", "cat; echo $LC_ALL; echo \"[$NGINX]\""), LONG);

    assertThat(result.stdout()).isEqualTo("C\n[]\n");
  }

  @Test
  void noFileOfTheUsersDirectoryIsInTheWay() {
    assertThat(programs.run(List.of("/bin/pwd"), LONG).stdout()).isEqualTo("/\n");
  }

  @Test
  void killsAProgramWhoseTimeIsOverAndItsChildren(@TempDir Path dir) throws Exception {
    Path pids = dir.resolve("pids");

    ProgramResult result =
        programs.run(
            List.of(
                "/bin/sh", "-c", "echo $$ >" + pids + "; sleep 60 & echo $! >>" + pids + "; wait"),
            Duration.ofMillis(500));

    assertThat(result.timedOut()).isTrue();
    for (String pid : Files.readAllLines(pids)) {
      assertThat(isRunning(Long.parseLong(pid))).as("process %s", pid).isFalse();
    }
  }

  @Test
  void keepsABoundedPartOfEndlessOutput() {
    ProgramResult result =
        programs.run(List.of("/usr/bin/head", "-c", "5000000", "/dev/zero"), LONG);

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout()).hasSize(ProgramResult.OUTPUT_LIMIT);
  }

  @Test
  void aGrandchildThatKeepsTheStreamsOpenIsNotWaitedFor() {
    long start = System.nanoTime();

    ProgramResult result =
        programs.run(List.of("/bin/sh", "-c", "echo here; sleep 5 & exit 0"), LONG);

    assertThat(result.stdout()).isEqualTo("here\n");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void aProgramThatIsNotThereIsTroubleWithTheWorld() {
    assertThatThrownBy(() -> programs.run(List.of("/no/such/program"), LONG))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("cannot start /no/such/program");
  }

  /** A killed process may stay a zombie until its parent, not ours, has seen it. */
  private static boolean isRunning(long pid) throws Exception {
    for (int i = 0; i < 50; i++) {
      Path stat = Path.of("/proc", Long.toString(pid), "stat");
      if (!Files.exists(stat) || Files.readString(stat).contains(") Z")) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }
}
