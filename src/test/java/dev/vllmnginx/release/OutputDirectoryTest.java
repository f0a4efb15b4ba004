package dev.vllmnginx.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.release.WriteOutcome.Refused;
import dev.vllmnginx.release.WriteOutcome.UpToDate;
import dev.vllmnginx.release.WriteOutcome.Written;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is written, and what is left alone. */
class OutputDirectoryTest extends OutputDirectoryFixture {

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
}
