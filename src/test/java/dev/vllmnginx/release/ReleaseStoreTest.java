package dev.vllmnginx.release;

import static dev.vllmnginx.release.OutputDirectoryFixture.manifest;
import static dev.vllmnginx.release.OutputDirectoryFixture.mode;
import static dev.vllmnginx.release.OutputDirectoryFixture.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseStoreTest {
  private static final RenderedTree ONE = OutputDirectoryFixture.ONE;
  private static final RenderedTree TWO = OutputDirectoryFixture.TWO;

  @TempDir Path directory;
  private Path root = Path.of("chosen before each test");
  private ReleaseStore store = new ReleaseStore(root);

  @BeforeEach
  void choose() throws IOException {
    root = directory.resolve("root");
    store = new ReleaseStore(root);
    Files.createDirectories(root.resolve("releases"));
  }

  /** Puts a tree live, and says its id. */
  static String live(ReleaseStore store, RenderedTree tree) {
    String id = published(store, tree);
    store.activate(id);
    return id;
  }

  private static String published(ReleaseStore store, RenderedTree tree) {
    ReleaseStore.Staged staged = store.stage(tree, manifest(tree), "catalog\n");
    store.publish(staged);
    return staged.id();
  }

  /** What is made has the modes that are promised, whatever the umask of who makes it. */
  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077", "777"})
  void modesDoNotDependOnTheUmask(String umask) throws Exception {
    Path filled = directory.resolve("filled");

    assertThat(StoreProcess.start(umask, "fill", filled.toString()).waitFor()).isZero();

    List<Path> all = paths(filled);
    assertThat(all).hasSizeGreaterThan(15);
    Object group = Files.getAttribute(Files.createFile(directory.resolve("mine")), "unix:gid");
    for (Path path : all) {
      if (!Files.isSymbolicLink(path)) {
        String expected = Files.isDirectory(path) ? "rwxr-x---" : "rw-r-----";
        assertThat(mode(path)).as(path.toString()).isEqualTo(expected);
      }
      assertThat(Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS))
          .isEqualTo(Account.uid());
      assertThat(Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(group);
    }
  }

  @Test
  void theIdIsOfTheTreeAlone() {
    String one = published(store, ONE);
    ReleaseStore.Staged again =
        store.stage(ONE, Manifest.of(ONE, "another 2", "d".repeat(64)), "another catalog\n");
    boolean fresh = store.publish(again);

    assertThat(one).isEqualTo(Manifest.releaseId(ONE)).matches("[0-9a-f]{16}");
    assertThat(again.id()).isEqualTo(one);
    assertThat(fresh).isFalse();
    assertThat(published(store, TWO)).isNotEqualTo(one);
    assertThat(store.releases()).hasSize(2).contains(one);
    // What a release is made of does not change afterwards.
    assertThat(store.catalog(one)).hasValue("catalog\n");
  }

  /** As root sees those of an account of its own, and the other way round. */
  @Test
  void aReleaseIsIntactWhoeverLooksAtIt() throws IOException {
    Assumptions.assumeTrue(Account.uid() == 0, "only root can give files away");
    String id = live(store, ONE);
    for (Path path : paths(store.directory(id))) {
      Files.setAttribute(path, "unix:uid", 65534);
    }

    assertThat(store.isIntact(id)).isTrue();
    assertThat(store.drift(id)).isEmpty();
    assertThat(store.catalog(id)).hasValue("catalog\n");
    assertThat(OutputDirectory.ofRelease(store.directory(id)).plan(ONE, manifest(ONE)).isUpToDate())
        .isTrue();

    Files.setAttribute(store.directory(id).resolve("nginx.conf"), "unix:uid", 12345);

    assertThat(store.drift(id)).containsOnlyKeys("nginx.conf");
  }

  @Test
  void linksAreRelativeSoThatTheWholeMayBeMoved() throws IOException {
    String one = live(store, ONE);
    String two = live(store, TWO);
    Path moved = Files.move(root, directory.resolve("moved"));

    assertThat(Files.readSymbolicLink(moved.resolve("current"))).isEqualTo(of(two));
    assertThat(Files.readSymbolicLink(moved.resolve("previous"))).isEqualTo(of(one));
    assertThat(new ReleaseStore(moved).links()).isEqualTo(new ReleaseStore.Links(two, one));
    assertThat(moved.resolve("current/nginx.conf")).hasContent("main 2\n");
  }

  @Test
  void theLinksFollowOneAnother() {
    String one = live(store, ONE);
    ReleaseStore.Links first = store.links();
    String two = live(store, TWO);
    store.activate(two);

    assertThat(first).isEqualTo(new ReleaseStore.Links(one, null));
    assertThat(store.links()).isEqualTo(new ReleaseStore.Links(two, one));
    store.restore(first);
    assertThat(store.links()).isEqualTo(first);
    store.restore(new ReleaseStore.Links(null, null));
    assertThat(store.links()).isEqualTo(new ReleaseStore.Links(null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "releases",
        "releases/..",
        "releases/../releases/0123456789abcdef",
        "releases/0123456789abcde",
        "releases/fedcba9876543210",
        "elsewhere/0123456789abcdef"
      })
  void aLinkThatLeadsToNoReleaseIsNone(String target) throws IOException {
    Files.createDirectory(root.resolve(of("0123456789abcdef")));
    Files.createSymbolicLink(root.resolve("current"), Path.of(target));

    assertThat(store.links().current()).isNull();
    String one = live(store, ONE);
    assertThat(store.links()).isEqualTo(new ReleaseStore.Links(one, null));
  }

  @Test
  void tenAreKeptAndNeverTheLiveOneOrTheOneBeforeIsRemoved() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      String id = published(store, tree("nginx.conf", "release " + i + "\n"));
      Files.setLastModifiedTime(root.resolve(of(id)), FileTime.fromMillis(1_000_000L + i));
      ids.add(id);
    }
    store.activate(ids.get(3));
    store.activate(ids.get(0));

    store.prune();

    assertThat(store.releases()).hasSize(ReleaseStore.KEEP);
    assertThat(store.releases())
        .containsExactly(
            Stream.concat(Stream.iterate(14, i -> i > 6, i -> i - 1), Stream.of(3, 0))
                .map(ids::get)
                .toArray(String[]::new));
    for (String id : List.of(ids.get(0), ids.get(3))) {
      store.remove(id);
      assertThat(store.isIntact(id)).isTrue();
    }
    store.prune();
    assertThat(store.releases()).hasSize(ReleaseStore.KEEP);
  }

  @Test
  void whatIsNoReleaseIsLeftAlone() throws IOException {
    Path strange = Files.createDirectory(root.resolve("releases/backup"));
    Path link = root.resolve(of("0123456789abcdef"));
    Files.createSymbolicLink(link, strange);
    Files.createFile(root.resolve(of("fedcba9876543210")));

    assertThat(store.releases()).isEmpty();
    store.prune();
    store.tidy();
    assertThat(names(root.resolve("releases")))
        .containsExactly("0123456789abcdef", "backup", "fedcba9876543210");
  }

  @Test
  void whatAKilledRunHasLeftIsRemovedWithoutFollowingLinks() throws IOException {
    String one = live(store, ONE);
    Path kept =
        Files.writeString(Files.createDirectory(directory.resolve("kept")).resolve("a"), "");
    for (String left : List.of("releases/.staged", "releases/.removed", ".shadow")) {
      Files.createDirectories(root.resolve(left).resolve("conf.d"));
      Files.createSymbolicLink(root.resolve(left).resolve("out"), kept.getParent());
    }
    Files.createSymbolicLink(root.resolve(".current.new"), of(one));
    Files.createSymbolicLink(root.resolve(".previous.new"), of(one));

    store.tidy();

    assertThat(names(root)).containsExactly("current", "releases");
    assertThat(names(root.resolve("releases"))).containsExactly(one);
    assertThat(kept).exists();
  }

  @Test
  void anEditedReleaseIsPutRightAndTheLiveOneInItsPlace() throws IOException {
    String one = live(store, ONE);
    String two = live(store, TWO);
    Object place = Files.getAttribute(root.resolve(of(two)), "unix:ino");
    for (String id : List.of(one, two)) {
      Files.writeString(root.resolve(of(id)).resolve("nginx.conf"), "edited\n");
      Files.writeString(root.resolve(of(id)).resolve("conf.d/z.conf"), "added\n");
      Files.delete(root.resolve(of(id)).resolve("catalog.yaml"));
    }
    boolean wasIntact = store.isIntact(one) || store.isIntact(two);
    String drift = store.drift(two).toString();

    published(store, ONE);
    published(store, TWO);

    assertThat(wasIntact).isFalse();
    assertThat(drift).isEqualTo("{conf.d/z.conf=added, nginx.conf=edited}");
    for (String id : List.of(one, two)) {
      assertThat(store.isIntact(id)).isTrue();
      assertThat(store.drift(id)).isEmpty();
    }
    // Never away, not even for a moment.
    assertThat(Files.getAttribute(root.resolve(of(two)), "unix:ino")).isEqualTo(place);
    assertThat(names(root.resolve("releases"))).hasSize(2);
  }

  @Test
  void whatCannotBeWrittenLeavesNothing() throws IOException {
    RenderedTree impossible = tree("a", "a file\n", "a/b", "below a file\n");
    Manifest manifest = manifest(ONE);

    assertThatThrownBy(() -> store.stage(impossible, manifest, ""))
        .isInstanceOf(WorldException.class)
        .hasMessageContaining("cannot write to " + root);
    assertThat(names(root.resolve("releases"))).isEmpty();
  }

  private static Path of(String id) {
    return Path.of("releases", id);
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Path> paths(Path directory) throws IOException {
    try (Stream<Path> found = Files.walk(directory)) {
      return found.toList();
    }
  }
}
