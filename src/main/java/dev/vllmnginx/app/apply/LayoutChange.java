package dev.vllmnginx.app.apply;

import dev.vllmnginx.nginx.LiveNginx;
import dev.vllmnginx.release.ReleaseStore;
import dev.vllmnginx.render.RenderedTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Why releases of both layouts cannot follow one another: another nginx would have to take the
 * ports of the one that serves, which nobody can do without a moment in which clients are refused.
 * Who wants that gets the commands.
 */
final class LayoutChange {
  private LayoutChange() {}

  /**
   * The refusal, if the next release is not of the layout of the live one.
   *
   * @param nginxes the nginx that reads a main file, and a file that tells what it says of itself
   * @param including the main file of an nginx that includes the gateway
   */
  static Optional<ApplyResult.Refused> refusal(
      ReleaseStore store,
      RenderedTree next,
      BiFunction<Path, Path, LiveNginx> nginxes,
      Path including) {
    boolean own = isOwn(store);
    if (store.links().current() == null || own == Site.isOwn(next)) {
      return Optional.empty();
    }
    Site site = own ? new OwnSite(store) : IncludingSite.of(store, including);
    Path program = nginxes.apply(site.mainFile(), site.mainFile()).program();
    String end =
        own
            ? "`%s -s quit -c %s` ends this one (a service: `systemctl stop nginx`)"
                .formatted(program, site.mainFile())
            : "`rm %s && %s -s reload -c %s` ends the gateway there"
                .formatted(
                    site.mainFile().resolveSibling(IncludingSite.ENTRY), program, site.mainFile());
    return Optional.of(
        new ApplyResult.Refused(
            "what is live in %s has `nginx.layout: %s`, the catalog has `%s`: another nginx would serve, and cannot take over the ports of this one"
                .formatted(
                    store.root(), own ? "standalone" : "include", own ? "include" : "standalone"),
            List.of(
                "without a pause: other ports in gateway.listen and gateway.status_listen, then"
                    + " `vllm-nginx apply --start --root ANOTHER`; when clients have moved, stop"
                    + " this one",
                "on the same ports, clients are refused for a moment: "
                    + end
                    + ", then `vllm-nginx apply --start --root ANOTHER`")));
  }

  private static boolean isOwn(ReleaseStore store) {
    return Files.exists(store.current().resolve(Site.MAIN));
  }
}
