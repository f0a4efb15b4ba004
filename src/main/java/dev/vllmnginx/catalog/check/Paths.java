package dev.vllmnginx.catalog.check;

import dev.vllmnginx.diagnostics.CatalogPath;

/** The places that rules speak of. */
final class Paths {
  static final CatalogPath NGINX = CatalogPath.ROOT.key("nginx");
  static final CatalogPath GATEWAY = CatalogPath.ROOT.key("gateway");
  static final CatalogPath LISTEN = GATEWAY.key("listen");
  static final CatalogPath TLS_LISTEN = GATEWAY.key("tls").key("listen");
  static final CatalogPath STATUS_LISTEN = GATEWAY.key("status_listen");
  static final CatalogPath SERVER_NAME = GATEWAY.key("server_name");
  static final CatalogPath METRICS = CatalogPath.ROOT.key("metrics");
  static final CatalogPath METRICS_LISTEN = METRICS.key("listen");
  static final CatalogPath MODELS = CatalogPath.ROOT.key("models");

  static final CatalogPath API_KEYS = CatalogPath.ROOT.key("api_keys");

  private Paths() {}

  static CatalogPath key(int key) {
    return API_KEYS.index(key);
  }

  static CatalogPath model(int model) {
    return MODELS.index(model);
  }

  static CatalogPath name(int model) {
    return model(model).key("name");
  }

  static CatalogPath alias(int model, int alias) {
    return model(model).key("aliases").index(alias);
  }

  static CatalogPath endpoint(int model, int endpoint) {
    return model(model).key("endpoints").index(endpoint);
  }

  static CatalogPath servers(int model) {
    return model(model).key("servers");
  }

  static CatalogPath server(int model, int server) {
    return servers(model).index(server);
  }

  static CatalogPath address(int model, int server) {
    return server(model, server).key("address");
  }
}
