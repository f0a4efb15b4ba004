package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.nginx.LiveNginx.State;
import dev.vllmnginx.release.ReleaseStore;
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
    if (!id.equals(store.links().current()) || !store.isIntact(id)) {
      return Optional.empty();
    }
    Site site = Site.of(store, store.tree(id), including);
    LiveNginx nginx = nginxes.apply(site.mainFile(), site.content(store.current()));
    if (nginx.state() instanceof State.Running running
        && new Proof(nginx, running.master(), ReleaseFiles.status(store.directory(id)))
            .await(id, Set.of(), nginx.errorLogEnd(), Proof.AT_ONCE)
            .proved()) {
      return Optional.of(new LiveRelease(id, site, nginx, running.master()));
    }
    return Optional.empty();
  }
}
