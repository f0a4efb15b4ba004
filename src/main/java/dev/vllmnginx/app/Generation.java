package dev.vllmnginx.app;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.read.CatalogDocument;
import dev.vllmnginx.config.NginxConfigBuilder;
import dev.vllmnginx.config.Placement;
import dev.vllmnginx.digest.Sha256;
import dev.vllmnginx.release.Manifest;
import dev.vllmnginx.release.ReleaseStamp;
import dev.vllmnginx.render.RenderedTree;
import dev.vllmnginx.render.Renderer;

/** A catalog to the files that production gets. */
public final class Generation {
  private Generation() {}

  /**
   * Reads the templates on a thread of its own. A short run spends most of its time on loading
   * classes: this loads the template library while the caller reads its catalog.
   */
  public static void prepare() {
    Thread thread = new Thread(Renderer::prepare, "prepare");
    thread.setDaemon(true);
    // What goes wrong here will go wrong again where somebody is told.
    thread.setUncaughtExceptionHandler((failed, e) -> {});
    thread.start();
  }

  /** The files of a catalog, the manifest not among them. */
  public static RenderedTree tree(Catalog catalog) {
    return tree(catalog, Placement.production(catalog));
  }

  /** The files of a catalog for another place. */
  static RenderedTree tree(Catalog catalog, Placement placement) {
    return ReleaseStamp.stamp(new Renderer().render(NginxConfigBuilder.build(catalog, placement)));
  }

  /** What a manifest says of the files. */
  public static Manifest manifest(CatalogDocument document, RenderedTree tree) {
    return Manifest.of(tree, Program.version(), Sha256.hex(document.source().text()));
  }
}
