package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A release that is on disk as it was written, and what every worker runs.
 *
 * @param site how nginx comes to read it
 * @param nginx what runs it
 * @param master verified
 */
record LiveRelease(String id, Site site, LiveNginx nginx, LiveNginx.Master master) {
  /**
   * The release of an id, if it is the live one.
   *
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   */
  static Optional<LiveRelease> find(
      ReleaseStore store, String id, BiFunction<Path, Path, LiveNginx> nginxes, Path including) {
    return id.equals(store.links().current())
        ? ifRun(store, id, nginxes, including)
        : Optional.empty();
  }

  /**
   * A release, if every worker runs it, wherever the links lead.
   *
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   */
  static Optional<LiveRelease> ifRun(
      ReleaseStore store, String id, BiFunction<Path, Path, LiveNginx> nginxes, Path including) {
    if (!store.isIntact(id)) {
      return Optional.empty();
    }
    RenderedTree tree = store.tree(id);
    Site site = Site.of(store, tree, including);
    // The release's own words: it may name another pid file than the one that the link leads to.
    Path content = Site.isOwn(tree) ? store.directory(id).resolve(Site.MAIN) : site.mainFile();
    LiveNginx nginx = nginxes.apply(site.mainFile(), content);
    if (nginx.state() instanceof State.Running running
        && new Proof(nginx, running.master(), ReleaseFiles.status(store.directory(id)))
            .await(id, Set.of(), nginx.errorLogEnd(), Proof.AT_ONCE)
            .proved()) {
      return Optional.of(new LiveRelease(id, site, nginx, running.master()));
    }
    return Optional.empty();
  }
}
