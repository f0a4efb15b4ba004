package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.release.WriteOutcome.Refused;
import dev.vllmnginx.release.WriteOutcome.UpToDate;
import dev.vllmnginx.release.WriteOutcome.Written;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputDirectoryTest {
  private static final RenderedTree ONE = tree("nginx.conf", "main\n", "conf.d/a.conf", "a\n");
  private static final RenderedTree TWO =
      tree("nginx.conf", "main 2\n", "njs/http.js", "js\n", "conf.d/b.conf", "b\n");

  @TempDir Path parent;
  private Path dir;

  @BeforeEach
  void choose() {
    dir = parent.resolve("out");
  }

  @Test
  void writesATreeIntoANewDirectory() throws Exception {
    assertThat(write(ONE, false)).isInstanceOf(Written.class);

    assertThat(contents())
        .containsOnlyKeys("nginx.conf", "conf.d/a.conf", "manifest.json")
        .containsEntry("conf.d/a.conf", "a\n");
    assertThat(mode(dir)).isEqualTo("rwxr-x---");
    assertThat(mode(dir.resolve("conf.d"))).isEqualTo("rwxr-x---");
    assertThat(mode(dir.resolve("nginx.conf"))).isEqualTo("rw-r-----");
    assertThat(mode(dir.resolve("manifest.json"))).isEqualTo("rw-r-----");
  }

  @Test
  void touchesNothingThatIsAsItShouldBe() throws Exception {
    write(ONE, false);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    for (String path : contents().keySet()) {
      Files.setLastModifiedTime(dir.resolve(path), old);
    }
    Files.setLastModifiedTime(dir, old);

    assertThat(write(ONE, false)).isInstanceOf(UpToDate.class);

    assertThat(Files.getLastModifiedTime(dir)).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(dir.resolve("manifest.json"))).isEqualTo(old);
  }

  @Test
  void writesOnlyWhatDiffers() throws Exception {
    write(ONE, false);
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(dir.resolve("conf.d/a.conf"), old);

    write(tree("nginx.conf", "changed\n", "conf.d/a.conf", "a\n"), false);

    assertThat(dir.resolve("nginx.conf")).hasContent("changed");
    assertThat(Files.getLastModifiedTime(dir.resolve("conf.d/a.conf"))).isEqualTo(old);
  }

  @Test
  void removesItsOwnObsoleteFilesAndNoOthers() throws Exception {
    write(ONE, false);
    Files.writeString(dir.resolve("conf.d/mine.conf"), "foreign");
    Files.writeString(dir.resolve("README"), "foreign");

    write(tree("nginx.conf", "main\n"), false);

    assertThat(contents())
        .containsOnlyKeys("nginx.conf", "manifest.json", "conf.d/mine.conf", "README");
  }

  @Test
  void removesADirectoryThatHasBecomeEmpty() throws Exception {
    write(ONE, false);

    write(tree("nginx.conf", "main\n"), false);

    assertThat(dir.resolve("conf.d")).doesNotExist();
  }

  @Test
  void reportsAnEditedFileAndWritesNothingAtAll() throws Exception {
    write(ONE, false);
    Files.writeString(dir.resolve("conf.d/a.conf"), "edited\n");
    Map<String, String> before = contents();

    WriteOutcome outcome = write(TWO, false);

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(outcome.plan().obstacles(false))
        .containsExactly(new FileChange.HandEdited("conf.d/a.conf", null, "edited\n"));
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void forceOverwritesEditedAndForeignFiles() throws Exception {
    write(ONE, false);
    Files.writeString(dir.resolve("nginx.conf"), "edited\n");
    Files.writeString(dir.resolve("conf.d/b.conf"), "foreign\n");

    assertThat(write(TWO, false).plan().obstacles(false))
        .extracting(change -> change.getClass().getSimpleName())
        .containsExactly("Foreign", "HandEdited");
    assertThat(write(TWO, true)).isInstanceOf(Written.class);
    assertThat(write(TWO, false)).isInstanceOf(UpToDate.class);
  }

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

  @Test
  void theNextRunFinishesWhatAKilledRunBegan() throws Exception {
    for (RenderedTree next : List.of(ONE, TWO, tree("nginx.conf", "three\n"))) {
      for (int step = 0; killedAt(step, next); step++) {
        assertThat(write(next, false))
            .as("after a kill at step %d: nothing counts as edited", step)
            .isNotInstanceOf(Refused.class);
        List<String> expected =
            new ArrayList<>(next.files().stream().map(RenderedFile::path).toList());
        expected.add("manifest.json");
        assertThat(contents()).as("after a kill at step %d", step).containsOnlyKeys(expected);
        assertThat(write(next, false)).isInstanceOf(UpToDate.class);
      }
    }
  }

  @Test
  void aSecondKilledRunDoesNotForgetTheFirst() throws Exception {
    for (int step = 0; killedAt(step, TWO); step++) {
      RenderedTree three = tree("nginx.conf", "three\n", "conf.d/a.conf", "a 3\n");
      for (int second = 0; second < 8; second += 3) {
        kill(second, three);
        assertThat(write(ONE, false))
            .as("kills at %d, %d", step, second)
            .isNotInstanceOf(Refused.class);
        assertThat(contents()).containsOnlyKeys("nginx.conf", "conf.d/a.conf", "manifest.json");
        kill(step, TWO);
      }
    }
  }

  @Test
  void twoRunsAtOnceDoNotMix() {
    write(ONE, false);
    List<Throwable> failures = new ArrayList<>();
    OutputDirectory first =
        new OutputDirectory(
            dir,
            step -> {
              if (step.startsWith("stage")) {
                try {
                  write(TWO, false);
                } catch (WorldException e) {
                  failures.add(e);
                }
              }
            });

    RenderedTree three = tree("nginx.conf", "three\n");
    first.write(three, manifest(three), false);

    assertThat(failures).isNotEmpty();
    assertThat(failures.get(0)).hasMessageContaining("another vllm-nginx is writing to");
    assertThat(new OutputDirectory(dir).plan(three, manifest(three)).isUpToDate()).isTrue();
  }

  @Test
  void planComparesAndTouchesNothing() throws Exception {
    write(ONE, false);
    Map<String, String> before = contents();

    OutputPlan plan = new OutputDirectory(dir).plan(TWO, manifest(TWO));

    assertThat(contents()).isEqualTo(before);
    assertThat(plan.isUpToDate()).isFalse();
    assertThat(plan.changes())
        .extracting(change -> change.getClass().getSimpleName() + " " + change.path())
        .containsExactly(
            "Removed conf.d/a.conf",
            "Created conf.d/b.conf",
            "Updated nginx.conf",
            "Created njs/http.js",
            "Updated manifest.json");
    assertThat(plan.diff())
        .contains("--- a/conf.d/a.conf\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n")
        .contains("--- a/nginx.conf\n+++ b/nginx.conf\n@@ -1 +1 @@\n-main\n+main 2\n")
        .contains("--- /dev/null\n+++ b/njs/http.js\n@@ -0,0 +1 @@\n+js\n");
  }

  /** Whether the run got as far as to be killed. Starts from ONE, finished. */
  private boolean killedAt(int step, RenderedTree next) throws IOException {
    reset();
    write(ONE, false);
    return kill(step, next);
  }

  private boolean kill(int step, RenderedTree next) {
    int[] seen = {0};
    try {
      new OutputDirectory(
              dir,
              name -> {
                if (seen[0]++ == step) {
                  throw new Killed();
                }
              })
          .write(next, manifest(next), false);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  private void reset() throws IOException {
    if (Files.exists(dir)) {
      try (Stream<Path> all = Files.walk(dir)) {
        for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private WriteOutcome write(RenderedTree tree, boolean force) {
    return new OutputDirectory(dir).write(tree, manifest(tree), force);
  }

  private static Manifest manifest(RenderedTree tree) {
    return Manifest.of(tree, "vllm-nginx test", "c".repeat(64));
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        contents.put(dir.relativize(path).toString(), Files.readString(path));
      }
    }
    return contents;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static RenderedTree tree(String... pathsAndTexts) {
    List<RenderedFile> files = new ArrayList<>();
    for (int i = 0; i < pathsAndTexts.length; i += 2) {
      files.add(new RenderedFile(pathsAndTexts[i], pathsAndTexts[i + 1], new TreeMap<>()));
    }
    return new RenderedTree(files);
  }

  /** Like a kill: no clean-up of the program knows it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }
}
