package dev.vllmnginx.release;

import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.render.Renderer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The release's id in the file from which nginx tells it. The id is a hash over all files; of this
 * one, over its text without the id.
 */
public final class ReleaseStamp {
  private static final Pattern ID = Pattern.compile("(?<=\"release\":\")[0-9a-f]{16}(?=\")");
  private static final String BLANK = "0".repeat(16);

  private ReleaseStamp() {}

  /** The tree with its id in it. */
  public static RenderedTree stamp(RenderedTree tree) {
    String id = Manifest.releaseId(tree);
    List<RenderedFile> files = tree.files().stream().map(file -> stamp(file, id)).toList();
    return new RenderedTree(files);
  }

  private static RenderedFile stamp(RenderedFile file, String id) {
    return file.path().equals(Renderer.STATUS_FILE) ? replaced(file, id) : file;
  }

  /** What of a file counts for the id. */
  static RenderedFile withoutId(RenderedFile file) {
    return file.path().equals(Renderer.STATUS_FILE) ? replaced(file, BLANK) : file;
  }

  private static RenderedFile replaced(RenderedFile file, String replacement) {
    return new RenderedFile(
        file.path(), ID.matcher(file.text()).replaceAll(replacement), file.origins());
  }
}
