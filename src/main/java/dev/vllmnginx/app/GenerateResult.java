package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.release.OutputPlan;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of {@link Generate}. */
public sealed interface GenerateResult {
  /** The catalog is not valid, or has warnings and was to have none. Nothing was written. */
  record InvalidCatalog() implements GenerateResult {}

  /** The real nginx refuses what the catalog gives. Nothing was written. */
  record NginxRejected() implements GenerateResult {}

  /** Nothing was to be written; this would be. */
  record Rendered(Catalog catalog, List<GeneratedFile> files, String releaseId)
      implements GenerateResult {
    public Rendered {
      files = List.copyOf(files);
    }

    static Rendered of(Catalog catalog, RenderedTree tree, String releaseId) {
      List<GeneratedFile> files = tree.files().stream().map(GenerateResult::shown).toList();
      return new Rendered(catalog, files, releaseId);
    }
  }

  /**
   * A file that would be written.
   *
   * @param path relative to the output directory
   * @param text null for a file with secrets
   * @param size in bytes
   */
  record GeneratedFile(String path, @Nullable String text, int size) {}

  private static GeneratedFile shown(RenderedFile file) {
    String text = RenderedFile.isSecret(file.path()) ? null : file.text();
    return new GeneratedFile(file.path(), text, file.bytes().length);
  }

  /** The directory already is what the catalog gives. */
  record UpToDate(OutputPlan plan) implements GenerateResult {}

  /** The directory is not what the catalog gives, and was only to be checked. */
  record Different(OutputPlan plan) implements GenerateResult {}

  /** The files were written. */
  record Written(OutputPlan plan) implements GenerateResult {}

  /** Something that this program does not overwrite stands in the way. Nothing was written. */
  record Obstructed(OutputPlan plan) implements GenerateResult {}
}
