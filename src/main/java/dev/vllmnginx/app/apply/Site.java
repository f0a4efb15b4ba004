package dev.vllmnginx.app.apply;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;

/** How nginx comes to read a release. */
interface Site {
  /** The main file of a release that has its own. */
  String MAIN = "nginx.conf";

  /** The main file of nginx, as its command line names it. */
  Path mainFile();

  /**
   * A file that tells what the main file says of nginx itself.
   *
   * @param release a release that is not live yet
   */
  Path content(Path release);

  /**
   * Makes what must be there before a release is tested. Nothing that runs is changed by it.
   *
   * @param nginx that is to read it
   * @return takes it back; does nothing where it was there before
   * @throws WorldException when that nginx would not find it
   */
  Runnable attach(LiveNginx nginx);

  /** {@code nginx -t} as if the release were live. */
  ConfigTestResult test(LiveNginx nginx, Path release, RenderedTree tree);

  /** Whether a release has its own main file. */
  static boolean isOwn(RenderedTree release) {
    return release.find(MAIN).isPresent();
  }

  /**
   * The site of a release.
   *
   * @param including the main file that includes a release that has none
   * @throws WorldException when another nginx includes what is live, or that main file is none
   */
  static Site of(ReleaseStore store, RenderedTree release, Path including) {
    return isOwn(release) ? new OwnSite(store) : IncludingSite.of(store, including);
  }
}
