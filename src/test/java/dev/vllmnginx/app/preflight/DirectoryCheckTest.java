package dev.vllmnginx.app.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vllmnginx.diagnostics.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCheckTest {
  @TempDir Path dir;

  private static long self() throws IOException {
    return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).longValue();
  }

  private List<Problem> ownersWith(String permissions) throws IOException {
    Path middle = dir.resolve("middle");
    Files.createDirectories(middle.resolve("root"));
    Files.setPosixFilePermissions(middle, PosixFilePermissions.fromString(permissions));
    return DirectoryCheck.owners(middle.resolve("root"), self());
  }

  @Test
  void isContentWithWhatOnlyTheOwnerCanChange() throws IOException {
    // Above lies the place for temporary files, where everybody may write, but only their own.
    assertThat(ownersWith("rwxr-xr-x")).isEmpty();
  }

  @Test
  void refusesWhatEverybodyCanChange() throws IOException {
    assertThat(ownersWith("rwxrwxrwx"))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.ERROR);
              assertThat(problem.message()).contains("everybody may write in " + dir + "/middle");
              assertThat(problem.hint()).isEqualTo("`chmod o-w " + dir + "/middle`");
            });
  }

  @Test
  void warnsOfWhatAGroupCanChange() throws IOException {
    assertThat(ownersWith("rwxrwxr-x"))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.WARNING);
  }

  @Test
  void warnsOfWhatBelongsToSomebodyElse() throws IOException {
    assumeTrue(self() == 0, "only root can give a directory away");
    Path root = Files.createDirectories(dir.resolve("root"));
    Files.setAttribute(root, "unix:uid", 12345);

    assertThat(DirectoryCheck.owners(root, 0))
        .singleElement()
        .extracting(Problem::message)
        .asString()
        .contains("belongs to user 12345");
  }

  @Test
  void knowsWhetherThereIsRoom() {
    assertThat(DirectoryCheck.space(dir, 1, Severity.ERROR)).isEmpty();
    assertThat(DirectoryCheck.space(dir, Long.MAX_VALUE, Severity.ERROR))
        .singleElement()
        .extracting(Problem::severity)
        .isEqualTo(Severity.ERROR);
  }
}
