package dev.vllmnginx.testing;

import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.Generation;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.release.RootLock;
import dev.vllmnginx.render.RenderedTree;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** A catalog that is live as far as files tell, without any nginx. */
public final class LiveCatalog {
  private LiveCatalog() {}

  /** Puts it into a root; the release's id. */
  public static String put(Path root, String text) {
    CatalogDocument document =
        Objects.requireNonNull(
            CatalogFile.read("-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                .document());
    RenderedTree tree = Generation.tree(document.catalog());
    ReleaseStore store = new ReleaseStore(root);
    RootLock lock = store.lock().orElseThrow();
    try {
      ReleaseStore.Staged staged = store.stage(tree, Generation.manifest(document, tree), text);
      store.publish(staged);
      store.activate(staged.id());
      return staged.id();
    } finally {
      lock.close();
    }
  }
}
