package dev.vllmnginx.nginx;

import dev.vllmnginx.diagnostics.WorldException;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.render.RenderedFile;
import dev.vllmnginx.render.RenderedTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Finds out which njs an nginx has by asking njs itself. The module's file has no version on its
 * face, and its name and place say nothing; a version that has {@code js_engine} may still be built
 * without the second engine.
 */
public final class NjsProbe {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final String SCRIPT =
      "function version() { return njs.version; }\nexport default {version};\n";

  private NjsProbe() {}

  /**
   * What the module is.
   *
   * @param version of njs
   * @param quickJs whether {@code js_engine qjs} works
   */
  public record Facts(VersionNumber version, boolean quickJs) {}

  /**
   * Runs a private nginx for a moment.
   *
   * @return empty when this nginx has no njs module
   * @throws WorldException when nginx does not start or does not answer
   */
  public static Optional<Facts> ask(NginxBinary nginx, ProgramRunner programs) {
    if (!NjsModule.isInstalled(nginx)) {
      return Optional.empty();
    }
    ConfigTestResult quickJs =
        new ConfigTest(nginx, programs).run(place -> tree(nginx, place, "js_engine qjs;"));
    return Optional.of(new Facts(version(nginx), quickJs instanceof ConfigTestResult.Accepted));
  }

  private static VersionNumber version(NginxBinary nginx) {
    try (PrivateNginx running = PrivateNginx.start(nginx, place -> tree(nginx, place, ""))) {
      Path socket = running.place().directory().resolve("listen-0");
      LocalHttp.Answer answer =
          LocalHttp.get(new LocalAddress.Unix(socket), "localhost", "/", TIMEOUT);
      return VersionNumber.parse(answer.body())
          .orElseThrow(() -> new IOException("njs says that its version is " + answer.body()));
    } catch (IOException e) {
      throw new WorldException(
          WorldException.Kind.IO,
          "cannot find out the version of njs of " + nginx.path() + ": " + e.getMessage(),
          e);
    }
  }

  private static RenderedTree tree(NginxBinary nginx, PrivatePlace place, String engine) {
    String load = NjsModule.of(nginx).map(file -> "load_module " + file + ";\n").orElse("");
    Path temporary = place.temporary();
    String text =
        load
            + "pid %s;\nerror_log %s;\nworker_processes 1;\n"
                .formatted(place.pidFile(), place.errorLog())
            + "events { worker_connections 16; }\nhttp {\n    access_log off;\n"
            + "    client_body_temp_path %s/1;\n    proxy_temp_path %s/2;\n"
                .formatted(temporary, temporary)
            + "    fastcgi_temp_path %s/3;\n    uwsgi_temp_path %s/4;\n    scgi_temp_path %s/5;\n"
                .formatted(temporary, temporary, temporary)
            + "    %s\n    js_import probe from probe.js;\n".formatted(engine)
            + "    js_set $njs_version probe.version;\n"
            + "    server {\n        listen %s;\n".formatted("unix:" + place.socketPrefix() + 0)
            + "        return 200 $njs_version;\n    }\n}\n";
    return new RenderedTree(
        List.of(
            new RenderedFile("nginx.conf", text, Collections.emptySortedMap()),
            new RenderedFile("probe.js", SCRIPT, Collections.emptySortedMap())));
  }
}
