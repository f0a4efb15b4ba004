package dev.vllmnginx.nginx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an nginx was built, from {@code nginx -V}.
 *
 * @param version its version
 * @param options the arguments of {@code configure} without their dashes, in their order; the value
 *     of a switch is the empty string
 */
public record NginxBuild(VersionNumber version, Map<String, String> options) {
  private static final Pattern VERSION =
      Pattern.compile("nginx version: [^/\\s]+/(\\d+\\.\\d+\\.\\d+)(?:\\s.*)?");
  private static final String ARGUMENTS = "configure arguments:";

  /** One argument; its value may be in single quotes and then holds spaces. */
  private static final Pattern ARGUMENT =
      Pattern.compile("--([A-Za-z0-9_-]+)(?:=((?:'[^']*'|[^\\s'])*))?");

  public NginxBuild {
    options = new LinkedHashMap<>(options);
  }

  /** Reads what {@code nginx -V} prints; empty if it does not look like nginx. */
  public static Optional<NginxBuild> parse(String output) {
    @Nullable VersionNumber version = null;
    Map<String, String> options = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      Matcher matcher = VERSION.matcher(line.strip());
      if (matcher.matches()) {
        version = VersionNumber.parse(matcher.group(1)).orElse(null);
      } else if (line.startsWith(ARGUMENTS)) {
        options.putAll(options(line.substring(ARGUMENTS.length())));
      }
    }
    return Optional.ofNullable(version).map(found -> new NginxBuild(found, options));
  }

  private static Map<String, String> options(String arguments) {
    Map<String, String> options = new LinkedHashMap<>();
    Matcher matcher = ARGUMENT.matcher(arguments);
    while (matcher.find()) {
      String value = matcher.group(2) == null ? "" : matcher.group(2).replace("'", "");
      options.put(matcher.group(1), value);
    }
    return options;
  }

  /** Whether a module is compiled in, for example {@code http_ssl_module}. */
  public boolean hasModule(String name) {
    return "".equals(options.get("with-" + name));
  }

  /** The prefix ({@code nginx -p}) that it has unless told otherwise. */
  public String prefix() {
    return options.getOrDefault("prefix", "/usr/local/nginx");
  }

  /** The configuration file that it reads unless told otherwise. */
  public String confPath() {
    return underPrefix(options.getOrDefault("conf-path", "conf/nginx.conf"));
  }

  /** The pid file of a configuration that names none. */
  public String pidPath() {
    return underPrefix(options.getOrDefault("pid-path", "logs/nginx.pid"));
  }

  /** Where it looks for dynamic modules. */
  public String modulesPath() {
    return underPrefix(options.getOrDefault("modules-path", "modules"));
  }

  /** The log that it writes before it has read a configuration; may be {@code stderr}. */
  public String errorLogPath() {
    String path = options.getOrDefault("error-log-path", "logs/error.log");
    return path.equals("stderr") ? path : underPrefix(path);
  }

  private String underPrefix(String path) {
    return path.startsWith("/") ? path : prefix() + "/" + path;
  }

  /** The directories in which a dynamic module may lie, likeliest first. */
  List<String> moduleDirectories() {
    return List.of(
        modulesPath(), "/usr/lib/nginx/modules", "/usr/lib64/nginx/modules", "/etc/nginx/modules");
  }
}
