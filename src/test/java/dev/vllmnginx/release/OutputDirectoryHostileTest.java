package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.release.WriteOutcome.Refused;
import dev.vllmnginx.release.WriteOutcome.Written;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Files, links and notes that others put in the way. */
class OutputDirectoryHostileTest extends OutputDirectoryFixture {
  @Test
  void aForeignFileWithTheVeryContentIsNoObstacle() throws Exception {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("nginx.conf"), "main\n");

    assertThat(write(ONE, false)).isInstanceOf(Written.class);
  }

  @Test
  void aManifestOfSomebodyElseIsNotOverwritten() throws Exception {
    Files.createDirectories(dir);
    Files.writeString(dir.resolve("manifest.json"), "{\"name\": \"a web app\"}");

    assertThat(write(ONE, false)).isInstanceOf(Refused.class);
    assertThat(contents()).containsOnlyKeys("manifest.json");
  }

  @Test
  void aManifestWithPathsOutsideOfTheDirectoryIsNotBelieved() throws Exception {
    write(ONE, false);
    Path victim = Files.writeString(parent.resolve("victim"), "main\n");
    Path manifest = dir.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"nginx.conf\"", "\"../victim\""));

    write(TWO, true);

    assertThat(victim).exists();
  }

  @Test
  void neverWritesThroughALinkOutOfTheDirectory() throws Exception {
    Path elsewhere = Files.createDirectories(parent.resolve("elsewhere"));
    Files.createDirectories(dir);
    Files.createSymbolicLink(dir.resolve("conf.d"), elsewhere);
    Path victim = Files.writeString(parent.resolve("victim"), "precious");
    Files.createSymbolicLink(dir.resolve("nginx.conf"), victim);
    Files.createSymbolicLink(dir.resolve("manifest.json"), victim);

    WriteOutcome outcome = write(ONE, true);

    assertThat(outcome.plan().obstacles(true))
        .extracting(FileChange::path)
        .containsExactly("conf.d/a.conf", "nginx.conf", "manifest.json");
    assertThat(victim).hasContent("precious");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void neverOpensALinkInThePlaceOfItsNote() throws Exception {
    Path victim = Files.writeString(parent.resolve("victim"), "precious");
    Files.createDirectories(dir);
    Files.createSymbolicLink(dir.resolve(OutputDirectory.PENDING), victim);

    assertThatThrownBy(() -> write(ONE, true)).isInstanceOf(WorldException.class);
    assertThat(victim).hasContent("precious");
    assertThat(dir.resolve("nginx.conf")).doesNotExist();
  }

  @Test
  void neverWritesThroughALinkInThePlaceOfAStagedFile() throws Exception {
    Path victim = Files.writeString(parent.resolve("victim"), "precious");
    Files.createDirectories(dir);
    Files.createSymbolicLink(dir.resolve(".nginx.conf.vllm-nginx.new"), victim);

    assertThat(write(ONE, false)).isInstanceOf(Written.class);
    assertThat(victim).hasContent("precious");
    assertThat(Files.isSymbolicLink(dir.resolve("nginx.conf"))).isFalse();
  }

  @Test
  void refusesAHardLinkADirectoryAndAFileInThePlaceOfADirectory() throws Exception {
    Files.createDirectories(dir.resolve("nginx.conf"));
    Files.writeString(dir.resolve("conf.d"), "a file");
    Path victim = Files.writeString(parent.resolve("victim"), "precious");
    Files.createDirectories(dir.resolve("njs"));
    Files.createLink(dir.resolve("njs/http.js"), victim);

    assertThat(write(ONE, true).plan().obstacles(true)).hasSize(2);
    assertThat(write(TWO, true).plan().obstacles(true))
        .contains(new FileChange.Blocked("njs/http.js", "has a second name (a hard link)"));
    assertThat(victim).hasContent("precious");
  }

  @Test
  void refusesAFileOfAnotherUser() throws Exception {
    Assumptions.assumeTrue(Account.uid() == 0, "only root can make one");
    write(ONE, false);
    Files.setAttribute(dir.resolve("nginx.conf"), "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);

    assertThat(write(TWO, true).plan().obstacles(true))
        .containsExactly(new FileChange.Blocked("nginx.conf", "belongs to another user"));
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsSaid() throws Exception {
    Files.writeString(dir, "a file");

    assertThatThrownBy(() -> write(ONE, false))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("is not a directory");
  }
}
