package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.ClientAuth;
import dev.vllmnginx.catalog.Defaults;
import dev.vllmnginx.catalog.Engine;
import dev.vllmnginx.catalog.FilePath;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.catalog.IpNetwork;
import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.LocalListen;
import dev.vllmnginx.catalog.Logging;
import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.catalog.UserName;
import dev.vllmnginx.catalog.Version;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code nginx}, {@code gateway}, {@code logging} and {@code metrics}. */
final class GatewayFields {
  static final Version OLDEST_NGINX = Version.of(1, 22, 0);
  static final Version OLDEST_NJS = Version.of(0, 7, 9);

  private static final ListenAddress STATUS_LISTEN = new ListenAddress("127.0.0.1", 8088);

  static final NginxTarget DEFAULT_TARGET =
      new NginxTarget(
          OLDEST_NGINX,
          OLDEST_NJS,
          Engine.NJS,
          Layout.STANDALONE,
          "www-data",
          4096,
          "/run/nginx.pid");
  static final Logging DEFAULT_LOGGING =
      new Logging(
          Logging.Format.JSON, "/var/log/nginx/access.log", "/var/log/nginx/error.log", false);
  static final Gateway DEFAULT_GATEWAY =
      new Gateway(
          List.of(new ListenAddress(null, 80)),
          List.of(),
          List.of(),
          null,
          null,
          null,
          Defaults.MAX_BODY_SIZE,
          STATUS_LISTEN,
          Limits.NONE);

  static final ValueReader<NginxTarget> TARGET =
      Values.mapping("nginx: {version: \"1.22\"}", GatewayFields::target);
  static final ValueReader<Gateway> GATEWAY =
      Values.mapping("gateway: {listen: [80]}", GatewayFields::gateway);
  static final ValueReader<Logging> LOGGING =
      Values.mapping("logging: {format: json}", GatewayFields::logging);
  static final ValueReader<Metrics> METRICS =
      Values.mapping("metrics: {listen: \"127.0.0.1:9145\"}", GatewayFields::metrics);

  private GatewayFields() {}

  private static NginxTarget target(Fields fields) {
    return new NginxTarget(
        fields.or(
            "version",
            Values.string(text -> Version.parse(text, OLDEST_NGINX)),
            DEFAULT_TARGET.version()),
        fields.or(
            "njs", Values.string(text -> Version.parse(text, OLDEST_NJS)), DEFAULT_TARGET.njs()),
        fields.or(
            "engine", Values.keyword(Engine.values(), Engine::keyword), DEFAULT_TARGET.engine()),
        fields.or(
            "layout",
            Values.keyword(Layout.values(), layout -> layout.name().toLowerCase(Locale.ROOT)),
            DEFAULT_TARGET.layout()),
        fields.or("user", Values.string(UserName::parse), DEFAULT_TARGET.user()),
        fields.or(
            "worker_connections",
            Values.integer(64, 1_000_000),
            DEFAULT_TARGET.workerConnections()),
        fields.or("pid", Values.string(FilePath::parsePid), DEFAULT_TARGET.pid()));
  }

  private static Gateway gateway(Fields fields) {
    int leastListen = fields.has("tls") ? 0 : 1;
    return new Gateway(
        fields.or("listen", listen(leastListen, "[80]"), DEFAULT_GATEWAY.listen()),
        fields.or(
            "server_name",
            Values.list(0, "[api.example.com]", Values.string(HostName::parseServerName)),
            DEFAULT_GATEWAY.serverNames()),
        fields.or(
            "trusted_proxies",
            Values.list(0, "[10.0.0.0/8]", Values.string(IpNetwork::parse)),
            DEFAULT_GATEWAY.trustedProxies()),
        fields.optional(
            "tls",
            Values.mapping(
                "tls: {certificate: /etc/ssl/api.pem, certificate_key: /etc/ssl/api.key}",
                GatewayFields::tls)),
        fallbackModel(fields, "unknown_model"),
        fallbackModel(fields, "missing_model"),
        fields.or("max_body_size", ModelFields.BODY_SIZE, DEFAULT_GATEWAY.maxBodySize()),
        fields.or(
            "status_listen",
            Values.word("an address and a port", ListenAddress::parseLoopback),
            STATUS_LISTEN),
        fields.or("limits", LimitFields.GATEWAY_LIMITS, Limits.NONE));
  }

  private static ValueReader<List<ListenAddress>> listen(int least, String example) {
    return Values.list(
        least, example, Values.word("a port or an address and a port", ListenAddress::parse));
  }

  private static @Nullable ModelName fallbackModel(Fields fields, String key) {
    ModelName name = fields.optional(key, Values.string(ModelName::parse));
    return name == null || name.value().equals("reject") ? null : name;
  }

  private static @Nullable Tls tls(Fields fields) {
    List<ListenAddress> listen =
        fields.or("listen", listen(1, "[443]"), List.of(new ListenAddress(null, 443)));
    String certificate =
        fields.required(
            "certificate",
            "certificate: /etc/ssl/api.pem",
            Values.string(FilePath::parseCertificate));
    String key =
        fields.required(
            "certificate_key",
            "certificate_key: /etc/ssl/api.key",
            Values.string(FilePath::parseCertificateKey));
    boolean redirect = fields.or("redirect", Values.bool(), true);
    String clientCa = fields.optional("client_ca", Values.string(FilePath::parseCertificate));
    ClientAuth clientAuth =
        fields.or(
            "client_auth",
            Values.keyword(ClientAuth.values(), ClientAuth::keyword),
            ClientAuth.REQUIRED);
    return certificate == null || key == null
        ? null
        : new Tls(listen, certificate, key, redirect, clientCa, clientAuth);
  }

  private static Logging logging(Fields fields) {
    return new Logging(
        fields.or(
            "format",
            Values.keyword(Logging.Format.values(), f -> f.name().toLowerCase(Locale.ROOT)),
            DEFAULT_LOGGING.format()),
        fields.or("access_log", Values.string(FilePath::parseLog), DEFAULT_LOGGING.accessLog()),
        fields.or("error_log", Values.string(FilePath::parseLog), DEFAULT_LOGGING.errorLog()),
        fields.or("accounting", Values.bool(), DEFAULT_LOGGING.accounting()));
  }

  private static @Nullable Metrics metrics(Fields fields) {
    LocalListen listen =
        fields.required(
            "listen",
            "listen: \"127.0.0.1:9145\"",
            Values.word("an address and a port", LocalListen::parse));
    boolean byKey = fields.or("by_key", Values.bool(), false);
    return listen == null ? null : new Metrics(listen, byKey);
  }
}
