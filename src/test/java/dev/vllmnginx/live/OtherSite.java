package dev.vllmnginx.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.process.ProgramResult;
import dev.vllmnginx.process.ProgramRunner;
import dev.vllmnginx.testing.CommandLineRun;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.ServedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** An nginx that serves another site, whose files are laid out as Debian's are. */
final class OtherSite {
  private static final String STOCK =
      """
      load_module modules/ngx_http_js_module.so;
      user www-data;
      worker_processes 2;
      pid %1$s;
      error_log %2$s/error.log;
      events { worker_connections 768; }
      http {
          access_log %2$s/access.log;
          include %3$s/conf.d/*.conf;
      }
      """;

  private static final String SITE =
      "server { listen 127.0.0.1:%d default_server; location / { return 200 \"the other site\"; } }\n";

  private final ServedGateway gateway;
  private final Path directory;

  /**
   * @param name of its directory, beside the root of the releases
   */
  OtherSite(ServedGateway gateway, String name, Path pidFile) throws IOException {
    this.gateway = gateway;
    this.directory = gateway.root().resolveSibling(name);
    Files.createDirectories(directory.resolve("conf.d"));
    Files.writeString(file("conf.d/site.conf"), SITE.formatted(gateway.port()));
    Files.writeString(main(), STOCK.formatted(pidFile, gateway.logs(), directory));
  }

  /** Its main file. */
  Path main() {
    return file("nginx.conf");
  }

  String mainText() throws IOException {
    return Files.readString(main());
  }

  Path file(String path) {
    return directory.resolve(path);
  }

  /** Writes a catalog of the layout {@code include}, with these models on one server. */
  void catalog(String server, String... models) {
    StringBuilder text =
        new StringBuilder(
            """
            version: 1
            nginx: {layout: include}
            gateway: {listen: ["127.0.0.1:%d"], server_name: [llm.example.com], status_listen: "127.0.0.1:%d"}
            models:
            """
                .formatted(gateway.port(), gateway.statusPort()));
    for (String model : models) {
      text.append("  - name: ").append(model).append("\n    type: chat\n");
      text.append("    servers: [{address: \"").append(server).append("\"}]\n");
    }
    gateway.write(text.toString());
  }

  CommandLineRun apply(String... more) {
    return with(gateway::apply, more);
  }

  CommandLineRun rollback(String... more) {
    return with(gateway::rollback, more);
  }

  CommandLineRun status() {
    return with(gateway::status);
  }

  /** Starts its nginx, without the gateway. */
  void start() {
    nginx();
  }

  /** {@code nginx -t} of all that is there. */
  void test() {
    nginx("-t");
  }

  /** Ends its nginx, where that is not the gateway's. */
  void stop() {
    nginx("-s", "quit");
  }

  private void nginx(String... more) {
    List<String> command =
        new ArrayList<>(List.of(gateway.program().toString(), "-c", main().toString()));
    command.addAll(List.of(more));
    ProgramResult result = ProgramRunner.local().run(command, Duration.ofMinutes(1));
    assertThat(result.exitCode()).as(result.stderr()).isZero();
  }

  private CommandLineRun with(Function<String[], CommandLineRun> command, String... more) {
    List<String> args = new ArrayList<>(List.of("--nginx-conf", main().toString()));
    args.addAll(List.of(more));
    return command.apply(args.toArray(String[]::new));
  }

  /** What the gateway says that it serves. */
  String models() {
    return RawHttpClient.plain(gateway.port())
        .send("GET /v1/models HTTP/1.1\r\nHost: llm.example.com\r\nConnection: close\r\n\r\n")
        .bodyText();
  }

  /** What the other site answers. */
  String answer() {
    return RawHttpClient.plain(gateway.port()).get("/").bodyText();
  }
}
