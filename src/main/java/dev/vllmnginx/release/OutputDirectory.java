package dev.vllmnginx.release;

import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * A directory that holds a generated tree, perhaps beside files of others ({@code generate --out}).
 * Either all changes are staged beside their targets or nothing is changed; then each file is
 * replaced by a rename. A run that was killed in between is finished by the next one.
 */
public final class OutputDirectory {
  /** Present while a run writes; lists what that run may have written. Also its lock. */
  static final String PENDING = ".vllm-nginx.pending";

  private final Path directory;
  private final Consumer<String> steps;
  private final IntPredicate owner;

  /**
   * @param directory need not exist; may itself be a symbolic link
   */
  public OutputDirectory(Path directory) {
    this(directory, step -> {});
  }

  /** The directory of a release, which may be of another user than the one who looks at it. */
  public static OutputDirectory ofRelease(Path directory) {
    return new OutputDirectory(directory, step -> {}, Account.ownersIn(directory));
  }

  /**
   * @param steps told before each step; tests end the program there
   */
  OutputDirectory(Path directory, Consumer<String> steps) {
    this(directory, steps, Account::isMine);
  }

  private OutputDirectory(Path directory, Consumer<String> steps, IntPredicate owner) {
    this.directory = directory;
    this.steps = steps;
    this.owner = owner;
  }

  /**
   * Compares the directory with a tree and touches nothing.
   *
   * @throws WorldException when something cannot be read
   */
  public OutputPlan plan(RenderedTree tree, Manifest manifest) {
    requireDirectory();
    PendingFile.Content pending = PendingFile.peek(directory);
    return new OutputPlanner(directory, pending.manifests(), owner).plan(tree, manifest);
  }

  /**
   * Makes the directory hold the tree.
   *
   * @param force whether edited files and files of others in the way are overwritten
   * @throws WorldException when the directory cannot be written; it then is as it was
   */
  public WriteOutcome write(RenderedTree tree, Manifest manifest, boolean force) {
    OutputPlan plan = plan(tree, manifest);
    if (!plan.obstacles(force).isEmpty()) {
      return new WriteOutcome.Refused(plan);
    }
    if (plan.isUpToDate() && !PendingFile.peek(directory).exists()) {
      return new WriteOutcome.UpToDate(plan);
    }
    try {
      makeDirectory();
      try (PendingFile pending = PendingFile.lock(directory)) {
        return writeLocked(pending, tree, manifest, force);
      }
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO, "cannot write to " + directory + ": " + reason(e), e);
    }
  }

  private WriteOutcome writeLocked(
      PendingFile pending, RenderedTree tree, Manifest manifest, boolean force) throws IOException {
    // Another run may have written since the plan was made.
    OutputPlan plan =
        new OutputPlanner(directory, pending.content().manifests(), owner).plan(tree, manifest);
    if (!plan.obstacles(force).isEmpty()) {
      pending.leaveAsFound();
      return new WriteOutcome.Refused(plan);
    }
    StagedFiles staged = new StagedFiles(directory, steps);
    staged.discardLeftovers(pending.content().manifests());
    steps.accept("record");
    pending.record(manifest);
    try {
      staged.stage(plan);
    } catch (IOException e) {
      staged.discard();
      pending.leaveAsFound();
      throw e;
    }
    staged.commit(plan);
    steps.accept("finish");
    pending.finish();
    return new WriteOutcome.Written(plan);
  }

  private void makeDirectory() throws IOException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(directory)) {
      Files.createDirectories(parent);
      DurableFiles.ensureDirectory(directory);
    }
  }

  private void requireDirectory() {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(directory)) {
      throw new WorldException(
          WorldException.Kind.USAGE,
          Visible.escape(directory.toString()) + " is not a directory",
          null);
    }
  }

  /** What the system said, without the path and the exception's name where it has a text. */
  static String reason(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "permission denied for " + denied.getFile();
    }
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason() + " (" + system.getFile() + ")";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
