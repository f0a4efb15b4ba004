package dev.vllmnginx.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcFilesTest {
  private static final long SELF = ProcessHandle.current().pid();

  @TempDir Path proc;

  private void process(int pid, String state, String title) throws IOException {
    Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
    Files.writeString(directory.resolve("stat"), pid + " (a (b) c) " + state + " 1 2 3\n");
    Files.writeString(directory.resolve("status"), "Name:\ta\nUid:\t0\t33\t0\t0\n");
    Files.writeString(directory.resolve("cmdline"), title.replace(' ', '\0') + "\0\0\0");
    Files.createSymbolicLink(directory.resolve("exe"), Path.of("nginx"));
  }

  @Test
  void findsProcessesByTheBeginningOfTheirTitle() throws IOException {
    process(1000020, "S", "nginx: worker process");
    process(1000003, "S", "nginx: master process nginx -c a");
    process(1000004, "S", "vi nginx: master process");
    process(1000005, "Z", "nginx: worker process");
    process(1000006, "S", "");

    assertThat(new ProcFiles(proc).titled("nginx: "))
        .extracting(RunningProcess::pid)
        .containsExactly(1000003L, 1000020L);
  }

  @Test
  void looksForHoldersAmongSomeOnly() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ProcessTable local = ProcessTable.local();

      assertThat(local.listening(Set.of(SELF)))
          .filteredOn(found -> found.port() == socket.getLocalPort())
          .allSatisfy(found -> assertThat(found.holders()).containsExactly(SELF))
          .isNotEmpty();
      assertThat(local.listening(Set.of()))
          .filteredOn(found -> found.port() == socket.getLocalPort())
          .allSatisfy(found -> assertThat(found.holders()).isEmpty())
          .isNotEmpty();
    }
  }

  @Test
  void aFileThatIsClosedMeanwhileHidesNoSocket() throws IOException {
    process(1000003, "S", "nginx: worker process");
    Path open = Files.createDirectories(proc.resolve("1000003/fd"));
    for (int i = 3; i < 40; i++) {
      if (i % 2 == 0) {
        Files.createFile(open.resolve(Integer.toString(i)));
      } else {
        Files.createSymbolicLink(open.resolve(Integer.toString(i)), Path.of("socket:[" + i + "]"));
      }
    }
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net/tcp"),
        """
        head
         0: 0100007F:1F90 00000000:0000 0A 0:0 00:0 0 0 0 27 1
         1: 0100007F:1F91 00000000:0000 0A 0:0 00:0 0 0 0 39 1
        """);

    assertThat(new ProcFiles(proc).listening())
        .hasSize(2)
        .allSatisfy(socket -> assertThat(socket.holders()).containsExactly(1000003L));
  }
}
