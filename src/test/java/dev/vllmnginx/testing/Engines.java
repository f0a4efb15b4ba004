package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;

/** Makes a rendered tree run on another JavaScript engine than the one that it was rendered for. */
final class Engines {
  private Engines() {}

  static Map<String, byte[]> choose(NginxRuntime runtime, Map<String, byte[]> files) {
    if (runtime.engine() == NginxVersion.Engine.NJS) {
      return files;
    }
    Map<String, byte[]> changed = new LinkedHashMap<>(files);
    String conf = new String(files.getOrDefault("nginx.conf", new byte[0]), UTF_8);
    String chosen = conf.replaceFirst("(?m)^http \\{$", "http {\n    js_engine qjs;");
    if (chosen.equals(conf)) {
      throw new AssertionError("no line `http {` in nginx.conf to add js_engine to:\n" + conf);
    }
    changed.put("nginx.conf", chosen.getBytes(UTF_8));
    return changed;
  }
}
