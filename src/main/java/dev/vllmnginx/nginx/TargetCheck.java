package dev.vllmnginx.nginx;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Compares the nginx of this machine with the one that the output is for. A newer one is no
 * mismatch: the declared versions are lowest ones.
 *
 * @param nginx lowest nginx that the output is for
 * @param njs lowest njs that it is for
 * @param quickJs whether it needs {@code js_engine qjs}
 * @param modules compiled-in modules that it needs, for example {@code http_ssl_module}
 */
public record TargetCheck(
    VersionNumber nginx, VersionNumber njs, boolean quickJs, List<String> modules) {
  public TargetCheck {
    modules = List.copyOf(modules);
  }

  /**
   * One thing that is not as declared.
   *
   * @param message what, as a sentence without its full stop
   * @param hint how to mend it
   */
  public record Mismatch(String message, String hint) {}

  /**
   * What is not as declared; empty when all is.
   *
   * @param found what {@link NjsProbe#ask} said of the same nginx
   */
  public List<Mismatch> compare(NginxBinary local, Optional<NjsProbe.Facts> found) {
    List<Mismatch> mismatches = new ArrayList<>();
    if (!local.build().version().isAtLeast(nginx)) {
      mismatches.add(
          new Mismatch(
              local.path() + " is nginx " + local.build().version() + ", older than " + nginx,
              "declare `nginx.version: \""
                  + local.build().version()
                  + "\"` or choose another nginx"
                  + " with --nginx"));
    }
    if (found.isEmpty()) {
      mismatches.add(
          new Mismatch(
              local.path() + " has no njs module",
              "Debian: apt-get install libnginx-mod-http-js; nginx.org's packages: apt-get install"
                  + " nginx-module-njs"));
    } else if (!found.get().version().isAtLeast(njs)) {
      mismatches.add(
          new Mismatch(
              local.path() + " has njs " + found.get().version() + ", older than " + njs,
              "declare `nginx.njs: \""
                  + found.get().version()
                  + "\"` or choose another nginx with"
                  + " --nginx"));
    }
    if (quickJs && found.isPresent() && !found.get().quickJs()) {
      mismatches.add(
          new Mismatch(
              local.path() + " has njs without the engine qjs",
              "leave `nginx.engine` out, or choose another nginx with --nginx"));
    }
    for (String module : modules) {
      if (!local.build().hasModule(module)) {
        mismatches.add(
            new Mismatch(
                local.path() + " was built without " + module,
                "choose an nginx that was built with it (--nginx)"));
      }
    }
    return mismatches;
  }
}
