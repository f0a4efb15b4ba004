package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The releases of one gateway: {@code releases/<id>/}, each a complete tree with the catalog that
 * it was made from, and two relative links, {@code current} and {@code previous}. nginx reads
 * {@code current}. What is in a release never changes; what is live changes by the rename of a
 * link, so that a machine that loses power comes back with the old release or with the new one.
 */
public final class ReleaseStore {
  /** The catalog in a release. */
  public static final String CATALOG = "catalog.yaml";

  /** Releases that are kept, the two that links lead to among them. */
  static final int KEEP = 10;

  private static final String STAGED = ".staged";
  private static final String SHADOW = ".shadow";
  private static final String REMOVED = ".removed";

  private final Path root;
  private final Path releases;
  private final Consumer<String> steps;
  private final ReleaseLinks links;

  /** What is staged: {@code directory} is the new release, to be tested there. */
  public record Staged(String id, Path directory, RenderedTree tree, Manifest manifest) {}

  /** Where the two links lead. */
  public record Links(@Nullable String current, @Nullable String previous) {}

  public ReleaseStore(Path root) {
    this(root, step -> {});
  }

  /**
   * @param steps told before each step; tests end the program there
   */
  public ReleaseStore(Path root, Consumer<String> steps) {
    this.root = root.toAbsolutePath().normalize();
    this.releases = this.root.resolve("releases");
    this.steps = steps;
    this.links = new ReleaseLinks(this.root, steps);
  }

  /** The store's directory, absolute. */
  public Path root() {
    return root;
  }

  /** The link to the live release, absolute; it may not exist yet. */
  public Path current() {
    return root.resolve("current");
  }

  /** The directory of a release, whether it exists or not. */
  public Path directory(String id) {
    return releases.resolve(id);
  }

  /** Where the links lead now; null where there is none, or it leads to no release. */
  public Links links() {
    try {
      Links now = new Links(links.read("current"), links.read("previous"));
      if (now.current() != null) {
        list(directory(now.current()));
      }
      return now;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Fails if this user may not look into a directory, of which nothing could be said then. */
  private static void list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> {});
    } catch (NoSuchFileException | NotDirectoryException e) {
      // The release is gone: what comes of that is for others to say.
    }
  }

  /**
   * Takes the lock, making the directories if they are missing. If they are as empty when it is
   * given back, they are removed again.
   *
   * @return empty when another program has it
   * @throws WorldException when there can be no lock, or others could change what nginx reads
   */
  public Optional<RootLock> lock() {
    try {
      return new RootDirectory(root, releases).lock();
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Who holds the lock, for people; may be empty. */
  public String lockHolder() {
    return RootLock.holder(root);
  }

  /** Writes down which nginx includes the releases, by its main file; null: none does. */
  public void includedBy(@Nullable Path main) {
    try {
      if (main == null) {
        IncludedBy.remove(root);
      } else {
        IncludedBy.write(root, main);
      }
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /**
   * A directory of links to all that is in another one, in which one name leads elsewhere.
   *
   * @param name the one name
   * @param target where it leads
   */
  public Path shadow(Path directory, String name, Path target) {
    Path shadow = root.resolve(SHADOW);
    try (Stream<Path> entries = Files.list(directory)) {
      Trees.delete(shadow);
      DurableFiles.ensureDirectory(shadow);
      for (Path entry : entries.toList()) {
        String entryName = entry.getFileName().toString();
        if (!entryName.equals(name)) {
          Files.createSymbolicLink(shadow.resolve(entryName), entry);
        }
      }
      Files.createSymbolicLink(shadow.resolve(name), target);
      return shadow;
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Removes what {@link #shadow} has made. */
  public void removeShadow() {
    try {
      Trees.delete(root.resolve(SHADOW));
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Removes what a run has left that was killed. Needs the lock. */
  public void tidy() {
    try {
      Trees.delete(releases.resolve(STAGED));
      Trees.delete(releases.resolve(REMOVED));
      Trees.delete(root.resolve(SHADOW));
      links.tidy("current");
      links.tidy("previous");
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /**
   * Writes a release beside the others, where nothing reads it, and returns when it is on disk.
   * Nothing is left behind when that fails.
   *
   * @param catalog the text that it was made from
   */
  public Staged stage(RenderedTree tree, Manifest manifest, String catalog) {
    Path directory = releases.resolve(STAGED);
    try {
      steps.accept("stage");
      Trees.delete(directory);
      DurableFiles.ensureDirectory(directory);
      Set<Path> parents = new LinkedHashSet<>(List.of(directory));
      for (RenderedFile file : tree.files()) {
        steps.accept("stage " + file.path());
        Path target = directory.resolve(file.path());
        makeParents(directory, file.path(), parents);
        DurableFiles.create(target, file.bytes(), file.mode());
      }
      RenderedFile list = manifest.toFile();
      DurableFiles.create(directory.resolve(list.path()), list.bytes(), RenderedFile.MODE);
      DurableFiles.create(
          directory.resolve(CATALOG), catalog.getBytes(StandardCharsets.UTF_8), RenderedFile.MODE);
      for (Path parent : parents) {
        DurableFiles.sync(parent);
      }
      return new Staged(manifest.release(), directory, tree, manifest);
    } catch (IOException e) {
      discard();
      throw trouble(e);
    }
  }

  /** Removes what was staged, as far as the world lets it. */
  public void discard() {
    try {
      steps.accept("discard");
      Trees.delete(releases.resolve(STAGED));
    } catch (IOException e) {
      // The trouble that made us give up is the one to report; the next run removes the rest.
    }
  }

  /**
   * Gives what was staged its id. A release of that id that is there and as it was written is kept
   * instead; one that somebody has edited is put right.
   *
   * @return whether there was none of that id
   */
  public boolean publish(Staged staged) {
    Path target = directory(staged.id());
    try {
      steps.accept("publish");
      if (isIntact(staged.id())) {
        Trees.delete(staged.directory());
        return false;
      } else if (staged.id().equals(links.read("current"))) {
        // The link must never lead to nothing: file by file.
        Trees.repair(target, staged.directory(), staged.tree(), staged.manifest());
        return false;
      } else {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          DurableFiles.rename(target, releases.resolve(REMOVED));
        }
        DurableFiles.rename(staged.directory(), target);
        DurableFiles.sync(releases);
        steps.accept("published");
        Trees.delete(releases.resolve(REMOVED));
        return true;
      }
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Makes a release the live one, in one step; what was live is {@code previous} then. */
  public void activate(String id) {
    Links before = links();
    String previous = id.equals(before.current()) ? before.previous() : before.current();
    try {
      links.set("previous", previous);
      links.set("current", id);
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Puts the links back to where they led. */
  public void restore(Links before) {
    try {
      links.set("current", before.current());
      links.set("previous", before.previous());
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Removes a release that neither link leads to. */
  public void remove(String id) {
    Links now = links();
    if (id.equals(now.current()) || id.equals(now.previous())) {
      return;
    }
    try {
      steps.accept("remove " + id);
      if (Files.exists(directory(id), LinkOption.NOFOLLOW_LINKS)) {
        // First the name: a part of a release must not look like one.
        Trees.delete(releases.resolve(REMOVED));
        DurableFiles.rename(directory(id), releases.resolve(REMOVED));
        Trees.delete(releases.resolve(REMOVED));
      }
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** Removes the oldest releases beyond the number that is kept. */
  public void prune() {
    Links now = links();
    List<String> all = releases();
    List<String> old =
        all.stream().filter(id -> !id.equals(now.current()) && !id.equals(now.previous())).toList();
    int spare = KEEP - (all.size() - old.size());
    old.stream().skip(spare).forEach(this::remove);
  }

  /** The ids of all releases, the youngest first. */
  public List<String> releases() {
    try (Stream<Path> entries = Files.list(releases)) {
      record Aged(String id, long millis) {}
      List<Aged> aged = new ArrayList<>();
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (ReleaseLinks.ID.matcher(name).matches()
            && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          modified(entry).ifPresent(time -> aged.add(new Aged(name, time.toMillis())));
        }
      }
      aged.sort(Comparator.comparingLong(Aged::millis).reversed().thenComparing(Aged::id));
      return aged.stream().map(Aged::id).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Empty where another run has taken it away since it was listed. */
  private static Optional<FileTime> modified(Path release) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(release));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Whether a release is there, complete, and as it was written. */
  public boolean isIntact(String id) {
    return Files.isDirectory(directory(id), LinkOption.NOFOLLOW_LINKS)
        && Trees.isIntact(directory(id), id);
  }

  /**
   * The files of a release that are not as they were written, by path: {@code edited}, {@code
   * missing} or {@code added}.
   */
  public SortedMap<String, String> drift(String id) {
    return Trees.drift(directory(id));
  }

  /** The files of a release that is intact, to place messages in them. */
  public RenderedTree tree(String id) {
    return Trees.read(directory(id));
  }

  /** The catalog that a release was made from, if it is there. */
  public Optional<String> catalog(String id) {
    return DiskEntry.inRelease(directory(id), CATALOG) instanceof DiskEntry.Plain plain
        ? Optional.of(plain.content().text())
        : Optional.empty();
  }

  /** Adds a line to the journal. */
  public void record(JournalEntry entry) {
    try {
      steps.accept("journal");
      new Journal(root).append(entry);
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** The journal, oldest first. */
  public List<JournalEntry> journal() {
    try {
      return new Journal(root).read();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static void makeParents(Path directory, String path, Set<Path> made) throws IOException {
    Path parent = directory;
    String[] segments = path.split("/", -1);
    for (int i = 0; i < segments.length - 1; i++) {
      parent = parent.resolve(segments[i]);
      DurableFiles.ensureDirectory(parent);
      made.add(parent);
    }
  }

  private WorldException unreadable(IOException e) {
    return StoreTrouble.reading(root, e);
  }

  private WorldException trouble(IOException e) {
    return StoreTrouble.writing(root, e);
  }
}
