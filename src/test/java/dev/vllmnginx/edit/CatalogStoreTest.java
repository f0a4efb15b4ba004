package dev.vllmnginx.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.yaml.SourceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogStoreTest {
  @TempDir Path directory;
  private Path catalog;

  @BeforeEach
  void writeCatalog() throws IOException {
    catalog = directory.resolve("catalog.yaml");
    Files.writeString(catalog, "version: 1\n");
    Files.setPosixFilePermissions(catalog, PosixFilePermissions.fromString("rw-r-----"));
  }

  private static void append(Path path, String text) {
    try (CatalogStore store = CatalogStore.lock(path)) {
      SourceText before = read(store);
      store.replace(new SourceText(before.name(), before.text() + text));
    }
  }

  private static SourceText read(CatalogStore store) {
    SourceText text = store.read().value();
    if (text == null) {
      throw new AssertionError("not read");
    }
    return text;
  }

  private void assertNothingLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(catalog.toRealPath().getParent())) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void replacesTheTextAndKeepsTheMode() throws IOException {
    append(catalog, "# more\n");

    assertThat(catalog).hasContent("version: 1\n# more\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(catalog)))
        .isEqualTo("rw-r-----");
    assertNothingLeftBehind();
  }

  @Test
  void keepsOwnerAndGroup() throws IOException {
    assumeTrue(
        Files.getAttribute(directory, "unix:uid").equals(0), "only root may give files away");
    Files.setAttribute(catalog, "unix:uid", 1234);
    Files.setAttribute(catalog, "unix:gid", 2345);

    append(catalog, "# more\n");

    assertThat(Files.getAttribute(catalog, "unix:uid")).isEqualTo(1234);
    assertThat(Files.getAttribute(catalog, "unix:gid")).isEqualTo(2345);
  }

  @Test
  void replacesWhatALinkLeadsTo() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Path link = elsewhere.resolve("link.yaml");
    Files.createSymbolicLink(link, Path.of("../catalog.yaml"));

    append(link, "# more\n");

    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../catalog.yaml"));
    assertThat(Files.isRegularFile(catalog, LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(catalog).hasContent("version: 1\n# more\n");
    assertNothingLeftBehind();
  }

  @Test
  void keepsAByteOrderMark() throws IOException {
    Files.write(catalog, "\uFEFFversion: 1\n".getBytes(StandardCharsets.UTF_8));

    append(catalog, "# more\n");

    assertThat(Files.readAllBytes(catalog))
        .isEqualTo("\uFEFFversion: 1\n# more\n".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void leavesAFileAloneThatSomebodyElseChanged() throws IOException {
    try (CatalogStore store = CatalogStore.lock(catalog)) {
      SourceText before = read(store);
      Files.writeString(catalog, "version: 2\n");

      assertThatThrownBy(() -> store.replace(new SourceText(before.name(), "lost")))
          .isInstanceOf(WorldException.class)
          .hasMessageContaining("was changed by another program meanwhile");
    }
    assertThat(catalog).hasContent("version: 2\n");
    assertNothingLeftBehind();
  }

  @Test
  void leavesAFileAloneThatSomebodyElseReplacedByTheSameText() throws IOException {
    try (CatalogStore store = CatalogStore.lock(catalog)) {
      SourceText before = read(store);
      Path other = Files.writeString(directory.resolve("other"), "version: 1\n");
      Files.move(other, catalog, StandardCopyOption.REPLACE_EXISTING);

      assertThatThrownBy(() -> store.replace(new SourceText(before.name(), "lost")))
          .isInstanceOf(WorldException.class);
    }
    assertThat(catalog).hasContent("version: 1\n");
  }

  @Test
  void writesOverWhatAKilledProgramLeft() throws IOException {
    Files.writeString(directory.resolve(".catalog.yaml.new"), "half a cata");
    Files.writeString(directory.resolve(".catalog.yaml.lock"), "");

    append(catalog, "# more\n");

    assertThat(catalog).hasContent("version: 1\n# more\n");
    assertNothingLeftBehind();
  }

  @Test
  void doesNotFollowALinkInThePlaceOfItsOwnFiles() throws IOException {
    Path victim = Files.writeString(directory.resolve("victim"), "untouched");
    Files.createSymbolicLink(directory.resolve(".catalog.yaml.new"), victim);

    append(catalog, "# more\n");

    assertThat(victim).hasContent("untouched");
    assertThat(catalog).hasContent("version: 1\n# more\n");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    assertThatThrownBy(() -> CatalogStore.lock(directory.resolve("nowhere.yaml")))
        .isInstanceOfSatisfying(
            WorldException.class, e -> assertThat(e.kind()).isEqualTo(WorldException.Kind.USAGE))
        .hasMessageContaining("no such file");
  }
}
