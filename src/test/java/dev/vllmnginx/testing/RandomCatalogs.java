package dev.vllmnginx.testing;

import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.ModelType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random valid catalogs, as YAML. Two sources of chance decide: the shape (which keys there are,
 * how many items, flags, words of a fixed list) and the values (names, addresses, numbers, times).
 * Two catalogs of one shape seed differ in their values only.
 */
public final class RandomCatalogs {
  private static final List<String> NGINX_VERSIONS = List.of("1.22", "1.22.1", "1.26.3", "1.30");
  private static final List<String> NJS_VERSIONS = List.of("0.7.9", "0.8.9", "1.0", "1.0.2");
  private static final List<String> BALANCES = List.of("round_robin", "least_conn", "random_two");

  private final Random shape;
  private final RandomValues values;
  private final List<String> lines = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private boolean sharedMemory;
  private int upstreamKeys;

  private RandomCatalogs(long shapeSeed, long valueSeed) {
    this.shape = new Random(shapeSeed);
    this.values = new RandomValues(new Random(valueSeed));
  }

  /** The catalog of two seeds: the same seeds give the same text. */
  public static String yaml(long shapeSeed, long valueSeed) {
    return new RandomCatalogs(shapeSeed, valueSeed).build();
  }

  private String build() {
    int models = 1 + shape.nextInt(maybe() ? 3 : 12);
    for (int i = 0; i < models; i++) {
      names.add(values.modelName());
    }
    lines.add("version: 1");
    boolean include = nginx();
    gateway(include);
    defaults();
    logging();
    boolean keys = maybe();
    if (keys) {
      keys();
    }
    if (sharedMemory && maybe()) {
      lines.add("metrics:");
      lines.add("  listen: unix:/run/vllm-nginx-metrics.sock");
      if (keys) {
        optional("  by_key: " + maybe());
      }
    }
    lines.add("models:");
    for (String name : names) {
      model(name);
    }
    return String.join("\n", lines) + (maybe() ? "\n" : "");
  }

  private boolean nginx() {
    boolean include = shape.nextInt(3) == 0;
    lines.add("nginx:");
    lines.add("  layout: " + (include ? "include" : "standalone"));
    optional("  version: \"" + pick(NGINX_VERSIONS) + '"');
    if (maybe()) {
      lines.add("  njs: \"1.0.2\"");
      sharedMemory = true;
      optional("  engine: qjs");
    } else {
      optional("  njs: \"" + pick(NJS_VERSIONS) + '"');
    }
    if (!include) {
      optional("  user: \"" + values.user() + '"');
      optional("  worker_connections: " + values.between(64, 4096));
    }
    return include;
  }

  private void gateway(boolean include) {
    if (!include && maybe()) {
      return;
    }
    lines.add("gateway:");
    lines.add("  listen: " + listen());
    int serverNames = include ? 1 + shape.nextInt(3) : shape.nextInt(3);
    List<String> hosts = repeat(serverNames, values::hostName);
    lines.add("  server_name: [" + String.join(", ", quoteAll(hosts)) + "]");
    if (maybe()) {
      lines.add("  tls:");
      lines.add("    certificate: \"" + values.pemPath(".pem") + '"');
      lines.add("    certificate_key: \"" + values.pemPath(".key") + '"');
      lines.add("    listen: " + listen());
      optional("    redirect: " + maybe());
    }
    fallback("unknown_model");
    fallback("missing_model");
    optional("  max_body_size: " + values.byteSize());
    limits("  ");
  }

  private void limits(String indent) {
    if (maybe()) {
      lines.add(indent + "limits:");
      lines.add(indent + "  concurrency: " + values.between(1, 65_535));
      if (maybe()) {
        lines.add(indent + "  requests: " + values.between(1, 1000) + (maybe() ? "r/s" : "r/m"));
        lines.add(indent + "  burst: " + values.between(1, 1000));
      }
      if (sharedMemory) {
        optional(indent + "  tokens: " + values.between(1000, 100_000) + "/m");
      }
    }
  }

  private void keys() {
    int count = shape.nextInt(5);
    lines.add(count == 0 ? "api_keys: []" : "api_keys:");
    for (int i = 0; i < count; i++) {
      lines.add("  - id: \"" + values.keyId() + '"');
      lines.add("    sha256: \"" + values.hash() + '"');
      if (maybe()) {
        lines.add(
            "    previous: {sha256: \""
                + values.hash()
                + "\", expires: \""
                + values.time()
                + "\"}");
      }
      if (maybe()) {
        lines.add("    models: [\"" + pick(names) + "\"]");
      }
      optional("    expires: \"" + values.time() + '"');
      optional("    disabled: " + maybe());
      limits("    ");
    }
  }

  private String listen() {
    return "["
        + String.join(", ", repeat(1 + shape.nextInt(3), () -> values.listen(maybe())))
        + "]";
  }

  private void fallback(String key) {
    switch (shape.nextInt(3)) {
      case 0 -> lines.add("  " + key + ": reject");
      case 1 -> lines.add("  " + key + ": \"" + pick(names) + '"');
      default -> {}
    }
  }

  private void defaults() {
    if (maybe()) {
      lines.add("defaults:");
      lines.add("  balance: " + pick(BALANCES.subList(0, 2)));
      timeouts("  ");
      failures("  ");
      optional("  max_body_size: " + values.byteSize());
    }
  }

  private void logging() {
    if (maybe()) {
      lines.add("logging:");
      lines.add("  format: " + (maybe() ? "text" : "json"));
      optional("  access_log: \"" + values.logPath() + '"');
      optional("  error_log: \"" + values.logPath() + '"');
    }
  }

  private void model(String name) {
    lines.add("  - name: \"" + name + '"');
    ModelType type = pick(List.of(ModelType.values()));
    lines.add("    type: " + type.keyword());
    if (shape.nextInt(4) == 0) {
      endpoints(type);
    }
    if (maybe()) {
      List<String> aliases = repeat(shape.nextInt(4), values::modelName);
      lines.add("    aliases: [" + String.join(", ", quoteAll(aliases)) + "]");
    }
    optional("    served_name: \"" + values.modelName() + '"');
    optional("    list_aliases: " + maybe());
    String balance = pick(BALANCES);
    lines.add("    balance: " + balance);
    timeouts("    ");
    optional("    max_body_size: " + values.byteSize());
    limits("    ");
    if (maybe()) {
      lines.add("    upstream_key: {file: keys/" + ++upstreamKeys + ".key}");
    }
    boolean watched = sharedMemory && maybe();
    if (watched) {
      lines.add("    health: {path: /health, interval: 5s, timeout: 2s}");
    }
    lines.add("    servers:");
    int servers = 1 + shape.nextInt(4);
    for (int i = 0; i < servers; i++) {
      // The first one always serves: a model of backups only, or of nothing, is no valid model.
      server(watched, i > 0, i > 0 && !balance.equals("random_two"));
    }
  }

  private void endpoints(ModelType type) {
    List<String> possible =
        Arrays.stream(Endpoint.values())
            .filter(endpoint -> endpoint.isPossibleFor(type))
            .filter(endpoint -> endpoint.protocol() != Endpoint.Protocol.BY_ID)
            .map(Endpoint::path)
            .toList();
    int from = shape.nextInt(possible.size());
    int to = from + 1 + shape.nextInt(possible.size() - from);
    lines.add("    endpoints: [" + String.join(", ", possible.subList(from, to)) + "]");
  }

  /**
   * @param watched whether its health is: nginx asks a server with a name in another way
   */
  private void server(boolean watched, boolean mayBeDown, boolean mayBeBackup) {
    String address = values.serverAddress();
    while (watched && !address.matches("(?:[0-9.]+|\\[.*]):[0-9]+")) {
      address = values.serverAddress();
    }
    lines.add("      - address: \"" + address + '"');
    optional("        weight: " + values.between(1, 1000));
    optional("        max_conns: " + values.between(0, 65535));
    failures("        ");
    if (mayBeBackup) {
      optional("        backup: " + maybe());
    }
    if (mayBeDown) {
      optional("        down: " + maybe());
    }
  }

  private void timeouts(String indent) {
    optional(indent + "connect_timeout: " + values.timeSpan(1, 75));
    optional(indent + "read_timeout: " + values.timeSpan(1, 86_400));
    optional(indent + "send_timeout: " + values.timeSpan(1, 86_400));
  }

  private void failures(String indent) {
    optional(indent + "max_fails: " + values.between(0, 1000));
    optional(indent + "fail_timeout: " + values.seconds(1, 3600));
  }

  private void optional(String line) {
    if (maybe()) {
      lines.add(line);
    }
  }

  private boolean maybe() {
    return shape.nextBoolean();
  }

  private <T> T pick(List<T> from) {
    return from.get(shape.nextInt(from.size()));
  }

  private static List<String> quoteAll(List<String> words) {
    return words.stream().map(word -> '"' + word + '"').toList();
  }

  private static List<String> repeat(int count, Supplier<String> supplier) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(supplier.get());
    }
    return out;
  }
}
