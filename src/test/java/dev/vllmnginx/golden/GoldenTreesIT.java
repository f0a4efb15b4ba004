package dev.vllmnginx.golden;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.ConfigurationCheck;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.OnEveryNginx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every example and every case is accepted by every nginx that it is declared for. */
@OnEveryNginx
class GoldenTreesIT {
  /** What the packages' own nginx.conf says, as far as it matters for what is included. */
  private static final String STOCK =
      """
      load_module modules/ngx_http_js_module.so;
      pid /run/nginx.pid;
      events { worker_connections 768; }
      http {
          access_log /var/log/nginx/access.log;
          include vllm-nginx/conf.d/*.conf;
      }
      """;

  private static final Pattern MINOR_VERSION = Pattern.compile("version: *\"1\\.([0-9]+)\"");

  private final NginxRuntime runtime;

  GoldenTreesIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @Test
  void areAcceptedByNginx() {
    Map<String, Map<String, byte[]>> trees = new TreeMap<>();
    goldens()
        .filter(this::isForThisVersion)
        .forEach(golden -> trees.put(golden.toString(), tree(golden)));

    assertThat(ConfigurationCheck.rejected(runtime, trees)).isEmpty();
    assertThat(trees).hasSizeGreaterThan(15);
  }

  private static Stream<Path> goldens() {
    return GoldenTest.cases();
  }

  /** A few cases declare a newer nginx than the oldest one. */
  private boolean isForThisVersion(Path golden) {
    String catalog = text(golden.resolve("catalog.yaml"));
    if (catalog.contains("engine: qjs") && runtime.version() != NginxVersion.NEWEST) {
      return false;
    }
    Matcher declared = MINOR_VERSION.matcher(catalog);
    int needed = declared.find() ? Integer.parseInt(declared.group(1)) : 22;
    return switch (runtime.version()) {
      case V1_22 -> needed <= 22;
      case V1_26 -> needed <= 26;
      case NEWEST -> true;
    };
  }

  private static Map<String, byte[]> tree(Path golden) {
    Map<String, byte[]> files = CompiledCatalog.files(golden.resolve("expected"));
    if (files.containsKey("nginx.conf")) {
      return files;
    }
    Map<String, byte[]> beside = new TreeMap<>(Map.of("nginx.conf", STOCK.getBytes(UTF_8)));
    files.forEach((path, bytes) -> beside.put("vllm-nginx/" + path, bytes));
    return beside;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
