package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where an nginx has the module that runs the gateway's script. */
public final class NjsModule {
  /** Its file, in the packages of Debian and of nginx.org. */
  public static final String FILE = "ngx_http_js_module.so";

  private NjsModule() {}

  /**
   * The module's file; empty when it is built in.
   *
   * @throws WorldException ({@code USAGE}) when this nginx does not have it
   */
  public static Optional<Path> of(NginxBinary nginx) {
    if (isBuiltIn(nginx)) {
      return Optional.empty();
    }
    Optional<Path> file = file(nginx);
    if (file.isPresent()) {
      return file;
    }
    throw new WorldException(
        WorldException.Kind.USAGE,
        nginx.path()
            + " has no njs module ("
            + FILE
            + ", looked for in "
            + nginx.build().modulesPath()
            + "). Debian: apt-get install libnginx-mod-http-js; nginx.org's packages: apt-get install"
            + " nginx-module-njs",
        null);
  }

  /** Whether this nginx has it, built in or as a file. */
  public static boolean isInstalled(NginxBinary nginx) {
    return isBuiltIn(nginx) || file(nginx).isPresent();
  }

  private static boolean isBuiltIn(NginxBinary nginx) {
    return nginx.build().options().getOrDefault("add-module", "").contains("njs");
  }

  private static Optional<Path> file(NginxBinary nginx) {
    return nginx.build().moduleDirectories().stream()
        .map(directory -> Path.of(directory, FILE))
        .filter(Files::isRegularFile)
        .findFirst();
  }
}
