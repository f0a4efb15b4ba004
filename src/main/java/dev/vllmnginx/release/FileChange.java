package dev.vllmnginx.release;

import dev.vllmnginx.render.RenderedFile;
import org.jspecify.annotations.Nullable;

/** What becomes of one file of an output directory. */
public sealed interface FileChange {
  /** Relative to the directory, with {@code /}. */
  String path();

  /** The file does not exist yet. */
  record Created(RenderedFile file) implements FileChange {
    @Override
    public String path() {
      return file.path();
    }
  }

  /** The file is as this program left it, and gets new content. */
  record Updated(RenderedFile file, String before) implements FileChange {
    @Override
    public String path() {
      return file.path();
    }
  }

  /** The file already has the content; it is not touched. */
  record Unchanged(String path) implements FileChange {}

  /** The file is as this program left it, and the catalog does not give it any more. */
  record Removed(String path, String before) implements FileChange {}

  /**
   * Somebody changed the file after this program had written it. Written only by force.
   *
   * @param file what the catalog gives; null when it does not give the file any more
   * @param before what stands there
   */
  record HandEdited(String path, @Nullable RenderedFile file, String before)
      implements FileChange {}

  /** A file that this program never wrote stands in the way. Written only by force. */
  record Foreign(RenderedFile file, String before) implements FileChange {
    @Override
    public String path() {
      return file.path();
    }
  }

  /**
   * Something that is never overwritten, not even by force.
   *
   * @param reason what is wrong with it, to follow the path: "is a symbolic link"
   */
  record Blocked(String path, String reason) implements FileChange {}
}
