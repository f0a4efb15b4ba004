package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;

/** How nginx comes to read a release. */
interface Site {
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
   * @return takes it back; does nothing where it was there before
   */
  Runnable attach();

  /** {@code nginx -t} as if the release were live. */
  ConfigTestResult test(LiveNginx nginx, Path release, RenderedTree tree);

  /**
   * The site of a release.
   *
   * @param ownMain whether the release has its own nginx.conf
   * @param including the nginx.conf that includes a release that has none
   */
  static Site of(ReleaseStore store, boolean ownMain, Path including) {
    return ownMain ? new OwnSite(store) : new IncludingSite(store, including);
  }
}
