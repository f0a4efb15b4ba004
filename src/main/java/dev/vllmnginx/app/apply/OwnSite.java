package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.ConfigTestResult;
import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Path;

/** An nginx that runs the gateway and nothing else: its main file is the release's. */
final class OwnSite implements Site {
  private final ReleaseStore store;

  OwnSite(ReleaseStore store) {
    this.store = store;
  }

  @Override
  public Path mainFile() {
    return main(store.current());
  }

  @Override
  public Path content(Path release) {
    return store.links().current() == null ? main(release) : mainFile();
  }

  @Override
  public Runnable attach(LiveNginx nginx) {
    return () -> {};
  }

  @Override
  public ConfigTestResult test(LiveNginx nginx, Path release, RenderedTree tree) {
    return nginx.test(main(release), tree);
  }

  private static Path main(Path release) {
    return release.resolve(MAIN);
  }
}
