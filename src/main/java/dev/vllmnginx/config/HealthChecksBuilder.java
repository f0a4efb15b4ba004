package dev.vllmnginx.config;

import dev.vllmnginx.catalog.Health;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ModelType;
import dev.vllmnginx.catalog.Server;
import dev.vllmnginx.catalog.TimeSpan;
import dev.vllmnginx.config.syntax.Duration;
import dev.vllmnginx.config.syntax.Identifier;
import dev.vllmnginx.config.syntax.Size;
import dev.vllmnginx.config.syntax.UriPath;
import dev.vllmnginx.digest.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Models to the checks of their servers' health. */
final class HealthChecksBuilder {
  private record Times(TimeSpan interval, TimeSpan timeout) {}

  private final Map<Times, HealthChecks.Round> rounds = new LinkedHashMap<>();
  private final List<HealthChecks.Watched> watched = new ArrayList<>();
  private final List<HealthChecks.Detour> detours = new ArrayList<>();
  private final @Nullable StatusServer status;
  private final ServerKeysBuilder serverKeys;
  private int replicas;

  private HealthChecksBuilder(@Nullable StatusServer status, ServerKeysBuilder serverKeys) {
    this.status = status;
    this.serverKeys = serverKeys;
  }

  /** Null when no model is watched. {@code upstreams}: the main one of each model, in order. */
  static @Nullable HealthChecks build(
      List<Model> models,
      List<Upstream> upstreams,
      @Nullable StatusServer status,
      ServerKeysBuilder serverKeys) {
    HealthChecksBuilder builder = new HealthChecksBuilder(status, serverKeys);
    for (int i = 0; i < models.size(); i++) {
      Health health = models.get(i).health();
      if (health != null) {
        builder.add(models.get(i), health, upstreams.get(i));
      }
    }
    return builder.watched.isEmpty() ? null : builder.build();
  }

  private HealthChecks build() {
    // A server takes about 400 bytes, a model about 200 and 10 for each server that can be picked.
    int kilobytes = 128 + replicas + watched.size() / 2;
    return new HealthChecks(
        new Size(kilobytes + "k", null),
        watched.stream().anyMatch(model -> model.choice() == HealthChecks.Choice.PICKED),
        detours,
        new ArrayList<>(rounds.values()),
        watched);
  }

  private void add(Model model, Health health, Upstream upstream) {
    List<HealthChecks.Replica> servers = new ArrayList<>();
    for (int i = 0; i < model.servers().size(); i++) {
      Server server = model.servers().get(i);
      if (!server.down()) {
        servers.add(replica(i + 1, server, model, health, upstream));
      }
    }
    replicas += servers.size();
    watched.add(
        new HealthChecks.Watched(
            model.name().value(),
            round(health).number(),
            key(model, upstream.name()).text(),
            health.interval().millis(),
            body(model, health),
            serverKeys.variable(model),
            health.fails(),
            health.passes(),
            HealthyGroups.choice(model),
            servers));
  }

  private HealthChecks.Replica replica(
      int number, Server server, Model model, Health health, Upstream upstream) {
    String address = server.address().text();
    String path = path(model, health);
    boolean named = !server.address().isNumeric();
    String url = named ? detour(number, path, health, upstream) : "http://" + address + path;
    return new HealthChecks.Replica(number, address, url, named, server.weight(), server.backup());
  }

  private String detour(int number, String path, Health health, Upstream upstream) {
    Identifier group =
        new Identifier(upstream.name().text() + "__only_" + number, upstream.name().origin());
    UriPath location = new UriPath("/probe/" + group.text(), null);
    detours.add(
        new HealthChecks.Detour(
            location, group, new UriPath(path, null), new Duration(health.timeout().text(), null)));
    if (status == null) {
      throw new IllegalArgumentException("a catalog without the listener is not valid");
    }
    return "http://" + status.listen().text() + location.text();
  }

  private HealthChecks.Round round(Health health) {
    int number = rounds.size() + 1;
    return rounds.computeIfAbsent(
        new Times(health.interval(), health.timeout()),
        times ->
            new HealthChecks.Round(
                number,
                new Identifier("@vllm_health_" + number, null),
                new Identifier("round_" + number, null),
                new Duration(times.interval().text(), null),
                new Duration(times.timeout().text(), null)));
  }

  /**
   * What a model's health is filed under. Workers of the configuration before a reload still run
   * beside those of the one after it, and their memory is the same: where the servers differ, so
   * does this.
   */
  static Identifier key(Model model, Identifier upstream) {
    StringBuilder servers = new StringBuilder();
    model
        .servers()
        .forEach(
            server -> servers.append(server.address().text()).append(server.down()).append(' '));
    return new Identifier(
        upstream.text() + "_" + Sha256.hex(servers.toString()).substring(0, 8), null);
  }

  private static String path(Model model, Health health) {
    return health.probe() == Health.Probe.HTTP ? health.path() : Question.of(model.type()).path();
  }

  private static @Nullable String body(Model model, Health health) {
    return health.probe() == Health.Probe.HTTP
        ? null
        : "{\"model\":\""
            + model.namesOnServers().get(0)
            + "\","
            + Question.of(model.type()).rest()
            + "}";
  }

  /** As little work for an engine as there is: one token, or one word. */
  private record Question(String path, String rest) {
    static Question of(ModelType type) {
      return switch (type) {
        case CHAT -> new Question("/v1/completions", "\"prompt\":\"a\",\"max_tokens\":1");
        case EMBEDDING -> new Question("/v1/embeddings", "\"input\":\"a\"");
        case RERANK -> new Question("/rerank", "\"query\":\"a\",\"documents\":[\"a\"]");
        case CLASSIFY -> new Question("/classify", "\"input\":\"a\"");
        case TRANSCRIPTION ->
            throw new IllegalArgumentException("a catalog that asks for this is not valid");
        case POOLING -> new Question("/pooling", "\"input\":\"a\"");
      };
    }
  }
}
