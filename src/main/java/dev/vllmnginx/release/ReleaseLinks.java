package dev.vllmnginx.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The relative links of a store of releases, each to {@code releases/<id>}. */
final class ReleaseLinks {
  /** A release's id. */
  static final Pattern ID = Pattern.compile("[0-9a-f]{16}");

  private final Path root;
  private final Consumer<String> steps;

  /**
   * @param root the store's directory
   * @param steps told before and after each change
   */
  ReleaseLinks(Path root, Consumer<String> steps) {
    this.root = root;
    this.steps = steps;
  }

  /** Lets a link lead to a release, in one step and for good; null: there is none then. */
  void set(String name, @Nullable String id) throws IOException {
    if (Objects.equals(id, read(name))) {
      return;
    }
    steps.accept("link " + name);
    if (id == null) {
      Files.deleteIfExists(root.resolve(name));
    } else {
      Files.deleteIfExists(pending(name));
      Files.createSymbolicLink(pending(name), Path.of("releases", id));
      DurableFiles.rename(pending(name), root.resolve(name));
    }
    DurableFiles.sync(root);
    steps.accept("linked " + name);
  }

  /** Removes what a run has left that was killed while it made a link. */
  void tidy(String name) throws IOException {
    Files.deleteIfExists(pending(name));
  }

  private Path pending(String name) {
    return root.resolve("." + name + ".new");
  }

  /** The id that a link leads to; null where there is none, or it leads to no release. */
  @Nullable String read(String name) throws IOException {
    Path target;
    try {
      target = Files.readSymbolicLink(root.resolve(name));
    } catch (NoSuchFileException | NotLinkException e) {
      return null;
    }
    String id = target.getFileName().toString();
    // A person may have set it, with the whole path.
    Path release = root.resolve("releases").resolve(id);
    boolean ours = root.resolve(target).equals(release) && ID.matcher(id).matches();
    return ours && isDirectory(root.resolve(target)) ? id : null;
  }

  /** As {@link Files#isDirectory}, which takes what it may not see for nothing. */
  private static boolean isDirectory(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isDirectory();
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
