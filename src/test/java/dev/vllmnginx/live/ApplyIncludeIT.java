package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway in an nginx that serves another site, whose files are laid out as Debian's are. */
class ApplyIncludeIT {
  private static final String STOCK =
      """
      load_module modules/ngx_http_js_module.so;
      user www-data;
      worker_processes 2;
      pid %s;
      error_log %s/error.log;
      events { worker_connections 768; }
      http {
          access_log %s/access.log;
          include %s/conf.d/*.conf;
      }
      """;

  private static final String SITE =
      "server { listen 127.0.0.1:%d default_server; location / { return 200 \"the other site\"; } }\n";

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void goesLiveChangesGoesBackAndLeavesTheOtherSiteAlone(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      Path main = site(gateway);
      catalog(gateway, "127.0.0.1:9", "first");
      CommandLineRun started = apply(gateway, main, "--start");
      String first = gateway.current();
      String firstModels = models(gateway);
      CommandLineRun again = apply(gateway, main);
      catalog(gateway, "127.0.0.1:9", "second");
      CommandLineRun changed = apply(gateway, main);
      String secondModels = models(gateway);
      catalog(gateway, "no-such-host.invalid:1", "third");
      CommandLineRun refused = apply(gateway, main);
      CommandLineRun back = gateway.rollback("--nginx-conf", main.toString());

      assertThat(started.exitCode()).as(started.err()).isZero();
      assertThat(firstModels).contains("\"first\"");
      assertThat(again.out()).contains("is live already");
      assertThat(changed.exitCode()).as(changed.err()).isZero();
      assertThat(secondModels).contains("\"second\"").doesNotContain("\"first\"");
      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(refused.err())
          .contains("catalog.yaml:7:", "conf.d/20-upstreams.conf", "no-such-host.invalid");
      assertThat(back.exitCode()).as(back.err()).isZero();
      assertThat(gateway.current()).isEqualTo(first);
      assertThat(models(gateway)).contains("\"first\"");
      assertThat(RawHttpClient.plain(gateway.port()).get("/").bodyText())
          .isEqualTo("the other site");
      assertThat(gateway.files()).noneMatch(path -> path.startsWith("."));
    }
  }

  @ParameterizedTest
  @EnumSource(NginxVersion.class)
  void aFirstReleaseThatNginxRefusesLeavesNothingBehind(NginxVersion version) throws IOException {
    try (ServedGateway gateway = new ServedGateway(version)) {
      Path main = site(gateway);
      catalog(gateway, "no-such-host.invalid:1", "first");

      CommandLineRun refused = apply(gateway, main, "--start");

      assertThat(refused.exitCode()).as(refused.err()).isEqualTo(3);
      assertThat(main.resolveSibling("conf.d/vllm-nginx.conf")).doesNotExist();
      assertThat(Files.exists(main.resolveSibling("vllm-nginx"), LinkOption.NOFOLLOW_LINKS))
          .isFalse();
      assertThat(gateway.current()).isEmpty();
    }
  }

  private static Path site(ServedGateway gateway) throws IOException {
    Path directory = gateway.root().resolveSibling("etc");
    Files.createDirectories(directory.resolve("conf.d"));
    Files.writeString(directory.resolve("conf.d/site.conf"), SITE.formatted(gateway.port()));
    return Files.writeString(
        directory.resolve("nginx.conf"),
        STOCK.formatted(gateway.pidFile(), gateway.logs(), gateway.logs(), directory));
  }

  private static void catalog(ServedGateway gateway, String server, String model) {
    gateway.write(
        """
        version: 1
        nginx: {layout: include}
        gateway: {listen: ["127.0.0.1:%d"], server_name: [llm.example.com], status_listen: "127.0.0.1:%d"}
        models:
          - name: %s
            type: chat
            servers: [{address: "%s"}]
        """
            .formatted(gateway.port(), gateway.statusPort(), model, server));
  }

  private static CommandLineRun apply(ServedGateway gateway, Path main, String... more) {
    String[] args = new String[more.length + 2];
    args[0] = "--nginx-conf";
    args[1] = main.toString();
    System.arraycopy(more, 0, args, 2, more.length);
    return gateway.apply(args);
  }

  private static String models(ServedGateway gateway) {
    return RawHttpClient.plain(gateway.port())
        .send("GET /v1/models HTTP/1.1\r\nHost: llm.example.com\r\nConnection: close\r\n\r\n")
        .bodyText();
  }
}
