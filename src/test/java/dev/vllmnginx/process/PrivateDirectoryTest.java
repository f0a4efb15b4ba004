package dev.vllmnginx.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateDirectoryTest {
  @Test
  void onlyItsOwnerMayEnterIt(@TempDir Path parent) throws Exception {
    try (PrivateDirectory directory = PrivateDirectory.createIn(parent)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void isRemovedWithAllInItAndNothingElse(@TempDir Path parent) throws Exception {
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("precious"), "stays");
    Path path;
    try (PrivateDirectory directory = PrivateDirectory.createIn(parent)) {
      path = directory.path();
      Files.createDirectories(path.resolve("a/b"));
      Files.writeString(path.resolve("a/b/c"), "goes");
      Files.createSymbolicLink(path.resolve("a/link"), elsewhere);
    }

    assertThat(path).doesNotExist();
    assertThat(elsewhere.resolve("precious")).hasContent("stays");
  }

  @Test
  void itsPathLeavesRoomForTheNameOfAUnixSocket() {
    try (PrivateDirectory directory = PrivateDirectory.create()) {
      assertThat(directory.path().toString().length()).isLessThan(90);
    }
  }
}
