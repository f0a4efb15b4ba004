package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootLockTest {
  @TempDir Path directory;
  private Path root = Path.of("chosen before each test");
  private ReleaseStore store = new ReleaseStore(root);

  @BeforeEach
  void choose() {
    root = directory.resolve("srv/root");
    store = new ReleaseStore(root);
  }

  @Test
  void isHeldByOneAtATime() throws IOException {
    RootLock lock = store.lock().orElseThrow();

    assertThat(new ReleaseStore(root).lock()).isEmpty();
    assertThat(new ReleaseStore(Files.createSymbolicLink(directory.resolve("link"), root)).links())
        .isNotNull();
    assertThat(store.lockHolder()).startsWith("process " + ProcessHandle.current().pid() + ", ");
    lock.close();
    Optional<RootLock> again = store.lock();
    assertThat(again).isPresent();
    again.get().close();
  }

  @Test
  void isHeldAgainstOtherProcessesAndGoesWithTheirEnd() throws Exception {
    Process other = StoreProcess.start("022", "hold", root.toString());
    assertThat(other.inputReader().readLine()).isEqualTo("held");

    Optional<RootLock> refused = store.lock();
    String holder = store.lockHolder();
    other.destroyForcibly().waitFor();
    Optional<RootLock> taken = store.lock();

    assertThat(refused).isEmpty();
    assertThat(holder).startsWith("process " + other.pid() + ", since 2");
    assertThat(taken).isPresent();
    taken.get().close();
    // It was not made by this process, which thus leaves it.
    assertThat(root.resolve("lock")).exists();
  }

  @Test
  void ofAStoreThatStaysEmptyNothingStays() throws IOException {
    store.lock().orElseThrow().close();
    assertThat(directory).isEmptyDirectory();

    Files.createDirectories(root);
    store.lock().orElseThrow().close();
    assertThat(root).isEmptyDirectory();

    RootLock used = store.lock().orElseThrow();
    Files.createFile(root.resolve("journal.jsonl"));
    used.close();
    assertThat(root.resolve("lock")).exists();
    assertThat(root.resolve("releases")).isEmptyDirectory();
  }

  /** Each makes what it needs anew, locks, and removes it while the others wait for that. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attemptsThatTakeEverythingBackStillTakeTurns(boolean isThere) throws Exception {
    if (isThere) {
      Files.createDirectories(root);
    }
    List<Process> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(StoreProcess.start("022", "take turns", root.toString()));
    }

    for (Process process : all) {
      assertThat(process.waitFor()).isZero();
    }
    assertThat(root.resolveSibling("witness")).doesNotExist();
  }

  @Test
  void aLinkIsNotFollowed() throws IOException {
    Path other = Files.writeString(directory.resolve("other"), "mine\n");
    Files.createDirectories(root.resolve("releases"));
    Files.createSymbolicLink(root.resolve("lock"), other);

    assertThatThrownBy(store::lock).isInstanceOf(WorldException.class);
    assertThat(other).hasContent("mine\n");
  }

  @Test
  void aDirectoryThatOthersMayWriteIsNotUsed() throws IOException {
    Files.createDirectories(root.resolve("releases"));
    Files.setPosixFilePermissions(
        root.resolve("releases"), PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThatThrownBy(store::lock)
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("releases can be written by everybody");
    assertThat(root.resolve("lock")).doesNotExist();
  }
}
