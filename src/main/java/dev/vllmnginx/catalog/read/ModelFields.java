package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.ByteSize;
import dev.vllmnginx.catalog.Defaults;
import dev.vllmnginx.catalog.Endpoint;
import dev.vllmnginx.catalog.FilePath;
import dev.vllmnginx.catalog.Health;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelName;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.Parsed;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.ServerAddress;
import dev.vllmnginx.catalog.TimeSpan;
import dev.vllmnginx.catalog.Timeouts;
import dev.vllmnginx.catalog.UpstreamKey;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code defaults} and {@code models}. */
final class ModelFields {
  static final ValueReader<ByteSize> BODY_SIZE =
      Values.word(
          "a size such as 32m",
          text -> ByteSize.parse(text, new ByteSize(1024), ByteSize.ofMebibytes(1024)));

  private static final ValueReader<TimeSpan> CONNECT_TIMEOUT = time(10, 75_000);
  private static final ValueReader<TimeSpan> TRANSFER_TIMEOUT = time(1000, 86_400_000);
  private static final ValueReader<TimeSpan> FAIL_TIMEOUT =
      Values.word("a span of time such as 10s", ModelFields::failTimeout);
  private static final ValueReader<Integer> MAX_FAILS = Values.integer(0, 1000);
  private static final ValueReader<Balance> BALANCE =
      Values.keyword(Balance.values(), Balance::keyword);
  private static final String SERVER_EXAMPLE = "servers: [{address: \"10.0.0.12:8000\"}]";
  private static final String UPSTREAM_KEY_EXAMPLE = "upstream_key: {file: qwen.key}";
  private static final ValueReader<List<Endpoint>> ENDPOINTS =
      Values.list(1, "[/v1/chat/completions]", Values.word("a path", Endpoint::parse));
  private static final ValueReader<ModelName> NAME = Values.string(ModelName::parse);

  private ModelFields() {}

  private static ValueReader<TimeSpan> time(long least, long most) {
    return Values.word(
        "a span of time such as 10s",
        text -> TimeSpan.parse(text, new TimeSpan(least), new TimeSpan(most)));
  }

  /** nginx counts this one in whole seconds and refuses any other unit below. */
  private static Parsed<TimeSpan> failTimeout(String text) {
    return text.endsWith("ms")
        ? Parsed.bad("fail_timeout counts in whole seconds", "write for example 2s")
        : TimeSpan.parse(text, TimeSpan.ofSeconds(1), TimeSpan.ofSeconds(3600));
  }

  /** Reads {@code defaults}; {@code maxBodySize} is the gateway's. */
  static ValueReader<Defaults> defaults(Defaults builtIn) {
    return Values.mapping("defaults: {read_timeout: 600s}", fields -> defaults(fields, builtIn));
  }

  private static Defaults defaults(Fields fields, Defaults builtIn) {
    return new Defaults(
        fields.or("balance", BALANCE, builtIn.balance()),
        timeouts(fields, builtIn.timeouts()),
        fields.or("max_fails", MAX_FAILS, builtIn.maxFails()),
        fields.or("fail_timeout", FAIL_TIMEOUT, builtIn.failTimeout()),
        fields.or("max_body_size", BODY_SIZE, builtIn.maxBodySize()),
        fields.or("list_aliases", Values.bool(), builtIn.listAliases()),
        HealthFields.read(fields, builtIn.health()));
  }

  /** Reads {@code models}. */
  static ValueReader<List<Model>> models(Defaults defaults) {
    String example = "{name: my-model, type: chat, servers: [{address: \"10.0.0.12:8000\"}]}";
    return Values.list(
        1, "- " + example, Values.mapping(example, fields -> model(fields, defaults)));
  }

  private static @Nullable Model model(Fields fields, Defaults defaults) {
    ModelName name = fields.required("name", "name: my-model", NAME);
    ModelType type =
        fields.required(
            "type", "type: chat", Values.keyword(ModelType.values(), ModelType::keyword));
    List<Endpoint> endpoints = fields.optional("endpoints", ENDPOINTS);
    List<ModelName> aliases =
        fields.or("aliases", Values.list(0, "[another-name]", NAME), List.of());
    ModelName servedName = fields.optional("served_name", NAME);
    boolean listAliases = fields.or("list_aliases", Values.bool(), defaults.listAliases());
    List<Server> servers = fields.required("servers", SERVER_EXAMPLE, servers(defaults));
    Balance balance = fields.or("balance", BALANCE, defaults.balance());
    Timeouts timeouts = timeouts(fields, defaults.timeouts());
    ByteSize maxBodySize = fields.or("max_body_size", BODY_SIZE, defaults.maxBodySize());
    Health health = HealthFields.read(fields, defaults.health());
    Limits limits = fields.or("limits", LimitFields.LIMITS, Limits.NONE);
    UpstreamKey upstreamKey = fields.optional("upstream_key", ModelFields::upstreamKey);
    if (name == null) {
      return null;
    }
    // What is wrong has been reported; the rest of the model still goes through the rules.
    ModelType known = type == null ? ModelType.CHAT : type;
    return new Model(
        name,
        known,
        endpoints == null || type == null ? Endpoint.of(known) : endpoints,
        aliases,
        servedName,
        listAliases,
        servers == null ? List.of() : servers,
        balance,
        timeouts,
        maxBodySize,
        health == null || health.probe() == Health.Probe.NONE ? null : health,
        limits,
        upstreamKey);
  }

  /** A file, never the key itself: who writes the key here is told so, and not shown it. */
  private static @Nullable UpstreamKey upstreamKey(Node node, CatalogPath path, Reading reading) {
    if (node instanceof Node.Scalar) {
      reading.error(
          DiagnosticCode.PLAIN_SECRET,
          path,
          node,
          "a catalog holds no keys of servers, only the name of the file with the key",
          "write " + UPSTREAM_KEY_EXAMPLE);
      return null;
    }
    return Values.mapping(
            UPSTREAM_KEY_EXAMPLE,
            fields -> fields.required("file", "file: qwen.key", Values.string(FilePath::parseKey)))
        .map(UpstreamKey::new)
        .read(node, path, reading);
  }

  private static ValueReader<List<Server>> servers(Defaults defaults) {
    return Values.list(
        1,
        "[{address: \"10.0.0.12:8000\"}]",
        Values.mapping("{address: \"10.0.0.12:8000\"}", fields -> server(fields, defaults)));
  }

  private static @Nullable Server server(Fields fields, Defaults defaults) {
    ServerAddress address =
        fields.required(
            "address", "address: \"10.0.0.12:8000\"", Values.string(ServerAddress::parse));
    int weight = fields.or("weight", Values.integer(1, 1000), 1);
    int maxConns = fields.or("max_conns", Values.integer(0, 65535), 0);
    int maxFails = fields.or("max_fails", MAX_FAILS, defaults.maxFails());
    TimeSpan failTimeout = fields.or("fail_timeout", FAIL_TIMEOUT, defaults.failTimeout());
    boolean backup = fields.or("backup", Values.bool(), false);
    boolean down = fields.or("down", Values.bool(), false);
    return address == null
        ? null
        : new Server(address, weight, maxConns, maxFails, failTimeout, backup, down);
  }

  private static Timeouts timeouts(Fields fields, Timeouts defaults) {
    return new Timeouts(
        fields.or("connect_timeout", CONNECT_TIMEOUT, defaults.connect()),
        fields.or("read_timeout", TRANSFER_TIMEOUT, defaults.read()),
        fields.or("send_timeout", TRANSFER_TIMEOUT, defaults.send()));
  }
}
