package dev.vllmnginx.catalog.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.ByteSize;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.ClientAuth;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.Engine;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Logging;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.catalog.TimeSpan;
import dev.vllmnginx.catalog.Timeouts;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.Location;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
  private static final String MINIMAL =
      """
      version: 1
      models:
        - name: qwen
          type: chat
          servers: [{address: "127.0.0.1:8001"}]
      """;

  private static CatalogDocument read(String text) {
    Checked<CatalogDocument> checked = CatalogReader.read(new SourceText("catalog.yaml", text));
    assertThat(checked.diagnostics()).isEmpty();
    return checked.orThrow();
  }

  @Test
  void fillsInEveryDefault() {
    Catalog catalog = read(MINIMAL).catalog();

    assertThat(catalog.nginx())
        .isEqualTo(
            new NginxTarget(
                Version.of(1, 22, 0),
                Version.of(0, 7, 9),
                Engine.NJS,
                Layout.STANDALONE,
                "www-data",
                4096,
                "/run/nginx.pid"));
    assertThat(catalog.gateway().listen()).containsExactly(new ListenAddress(null, 80));
    assertThat(catalog.gateway().serverNames()).isEmpty();
    assertThat(catalog.gateway().tls()).isNull();
    assertThat(catalog.gateway().unknownModel()).isNull();
    assertThat(catalog.gateway().missingModel()).isNull();
    assertThat(catalog.gateway().statusListen()).isEqualTo(new ListenAddress("127.0.0.1", 8088));
    assertThat(catalog.logging())
        .isEqualTo(
            new Logging(
                Logging.Format.JSON,
                "/var/log/nginx/access.log",
                "/var/log/nginx/error.log",
                false));
    assertThat(catalog.models())
        .containsExactly(
            new Model(
                new ModelName("qwen"),
                ModelType.CHAT,
                Endpoint.of(ModelType.CHAT),
                List.of(),
                null,
                true,
                List.of(
                    new Server(
                        new ServerAddress("127.0.0.1", 8001),
                        1,
                        0,
                        3,
                        TimeSpan.ofSeconds(10),
                        false,
                        false)),
                Balance.LEAST_CONN,
                new Timeouts(
                    TimeSpan.ofSeconds(2), TimeSpan.ofSeconds(600), TimeSpan.ofSeconds(60)),
                ByteSize.ofMebibytes(32),
                null,
                Limits.NONE,
                null));
  }

  @Test
  void readsEveryKey() {
    Catalog catalog =
        read("""
                version: 1
                nginx: {version: "1.26", njs: 0.8.9, layout: standalone, user: nginx, worker_connections: 1024, pid: /run/gw/nginx.pid}
                gateway:
                  listen: [8080, "127.0.0.1:81", "[::1]:82"]
                  server_name: [API.example.com]
                  tls: {listen: [8443], certificate: /etc/ssl/api.pem, certificate_key: /etc/ssl/api.key, redirect: false}
                  unknown_model: a
                  missing_model: b/c
                  max_body_size: 8m
                  status_listen: "[::1]:9000"
                defaults: {balance: random_two, connect_timeout: 1s, read_timeout: 5m, send_timeout: 30s, max_fails: 0, fail_timeout: 5s, max_body_size: 4m}
                logging: {format: text, access_log: /var/log/gw/a.log, error_log: /var/log/gw/e.log, accounting: true}
                models:
                  - {name: a, type: chat, aliases: [aa], servers: [{address: "h.example:1", weight: 2, max_conns: 3, max_fails: 4, fail_timeout: 6s, down: true}, {address: "[2001:DB8::2]:5"}]}
                  - name: b/c
                    type: embedding
                    servers: [{address: "10.0.0.1:1"}, {address: "10.0.0.1:2", backup: true}]
                    balance: round_robin
                    connect_timeout: 500ms
                    read_timeout: 1m
                    send_timeout: 2m
                    max_body_size: 512k
                """)
            .catalog();

    assertThat(catalog.nginx())
        .isEqualTo(
            new NginxTarget(
                Version.of(1, 26, 0),
                Version.of(0, 8, 9),
                Engine.NJS,
                Layout.STANDALONE,
                "nginx",
                1024,
                "/run/gw/nginx.pid"));
    assertThat(catalog.gateway().listen())
        .extracting(ListenAddress::text)
        .containsExactly("8080", "127.0.0.1:81", "[::1]:82");
    assertThat(catalog.gateway().serverNames()).containsExactly(new HostName("api.example.com"));
    assertThat(catalog.gateway().tls())
        .isEqualTo(
            new Tls(
                List.of(new ListenAddress(null, 8443)),
                "/etc/ssl/api.pem",
                "/etc/ssl/api.key",
                false,
                null,
                ClientAuth.REQUIRED));
    assertThat(catalog.gateway().unknownModel()).isEqualTo(new ModelName("a"));
    assertThat(catalog.gateway().missingModel()).isEqualTo(new ModelName("b/c"));
    assertThat(catalog.gateway().maxBodySize().text()).isEqualTo("8m");
    assertThat(catalog.gateway().statusListen()).isEqualTo(new ListenAddress("::1", 9000));
    assertThat(catalog.logging())
        .isEqualTo(
            new Logging(Logging.Format.TEXT, "/var/log/gw/a.log", "/var/log/gw/e.log", true));
    Model a = catalog.models().get(0);
    assertThat(a.aliases()).containsExactly(new ModelName("aa"));
    assertThat(a.balance()).isEqualTo(Balance.RANDOM_TWO);
    assertThat(a.maxBodySize().text()).isEqualTo("4m");
    assertThat(a.servers().get(0))
        .isEqualTo(
            new Server(
                new ServerAddress("h.example", 1), 2, 3, 4, TimeSpan.ofSeconds(6), false, true));
    assertThat(a.servers().get(1))
        .isEqualTo(
            new Server(
                new ServerAddress("2001:db8::2", 5), 1, 0, 0, TimeSpan.ofSeconds(5), false, false));
    Model b = catalog.models().get(1);
    assertThat(b.type()).isEqualTo(ModelType.EMBEDDING);
    assertThat(b.balance()).isEqualTo(Balance.ROUND_ROBIN);
    assertThat(b.timeouts())
        .isEqualTo(
            new Timeouts(new TimeSpan(500), TimeSpan.ofSeconds(60), TimeSpan.ofSeconds(120)));
    assertThat(b.maxBodySize().text()).isEqualTo("512k");
    assertThat(b.servers().get(1).backup()).isTrue();
  }

  @Test
  void locatesValuesAndTheSurroundingsOfDefaults() {
    CatalogDocument document = read(MINIMAL);
    CatalogPath model = CatalogPath.ROOT.key("models").index(0);

    assertThat(document.locate(model.key("servers").index(0).key("address")))
        .contains(new Location("catalog.yaml", 5, 25, 16));
    assertThat(document.locate(model.key("name"))).contains(new Location("catalog.yaml", 3, 11, 4));
    assertThat(document.locate(model.key("balance")))
        .contains(new Location("catalog.yaml", 3, 5, 1));
    assertThat(document.locate(CatalogPath.ROOT.key("gateway"))).isEmpty();
  }
}
