package dev.vllmnginx.testing;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * {@code nginx -t} of many rendered trees in one call, since each call into a container takes a
 * tenth of a second.
 */
public final class ConfigurationCheck {
  /** A catalog may name the account that Debian's package lacks. */
  private static final String ACCOUNT_OF_THE_OFFICIAL_IMAGE =
      """
      id nginx >/dev/null 2>&1 || {
        echo 'nginx:x:101:101::/nonexistent:/bin/false' >>/etc/passwd
        echo 'nginx:x:101:' >>/etc/group
      }
      """;

  private ConfigurationCheck() {}

  /**
   * Runs {@code nginx -t} on each tree.
   *
   * @param trees by name; each holds an {@code nginx.conf}
   * @return what nginx said, for each tree that it refused
   */
  public static Map<String, String> rejected(
      NginxRuntime runtime, Map<String, Map<String, byte[]>> trees) {
    NginxHost host = NginxHost.of(runtime.version());
    Map<String, Path> written = new LinkedHashMap<>();
    StringBuilder script = new StringBuilder(ACCOUNT_OF_THE_OFFICIAL_IMAGE);
    trees.forEach(
        (name, files) -> {
          Path tree = host.write(Engines.choose(runtime, files));
          script.append(TestCertificate.putWhereNamed(files));
          written.put(name, tree);
          script.append(
              "nginx -t -e stderr -c '%1$s/nginx.conf' >'%1$s.out' 2>&1 && touch '%1$s.accepted'\n"
                  .formatted(tree));
        });
    host.run(script.toString());
    Map<String, String> rejected = new LinkedHashMap<>();
    written.forEach(
        (name, tree) -> {
          if (!tree.resolveSibling(tree.getFileName() + ".accepted").toFile().exists()) {
            rejected.put(name, LogFiles.read(tree.resolveSibling(tree.getFileName() + ".out"), 0));
          }
        });
    return rejected;
  }
}
