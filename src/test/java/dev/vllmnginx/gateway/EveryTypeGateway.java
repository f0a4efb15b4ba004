package dev.vllmnginx.gateway;

import dev.vllmnginx.standin.Kind;
import dev.vllmnginx.standin.Received;
import dev.vllmnginx.standin.StandIn;
import dev.vllmnginx.standin.StandInSettings;
import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RecordingBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A generated gateway in front of a stand-in for a model of each type, named after its type. */
final class EveryTypeGateway {
  private static @Nullable EveryTypeGateway current;

  private final Map<String, StandIn> servers = new LinkedHashMap<>();
  private final Map<String, Integer> heardBefore = new LinkedHashMap<>();
  private final RecordingBackend faulty = RecordingBackend.chat("faulty", "faulty");
  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  /** The gateway on that runtime, with the requests of other tests forgotten. */
  static synchronized EveryTypeGateway on(NginxRuntime runtime) {
    EveryTypeGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.servers.values().forEach(StandIn::close);
        gateway.faulty.close();
      }
      gateway = new EveryTypeGateway(runtime);
      current = gateway;
    }
    gateway.forget();
    return gateway;
  }

  private EveryTypeGateway(NginxRuntime runtime) {
    for (Kind kind : Kind.values()) {
      start(kind.name().toLowerCase(Locale.ROOT), kind);
    }
    start("narrowed", Kind.CHAT);
    start("widened", Kind.EMBEDDING);
    start("hearing", Kind.TRANSCRIPTION);
    start("keeping", Kind.CHAT);
    start("served-whisper", Kind.TRANSCRIPTION);
    nginx = NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog()));
  }

  private void start(String name, Kind kind) {
    try {
      servers.put(
          name, StandIn.start(new StandInSettings(name, List.of(name), kind, Duration.ZERO)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String catalog() {
    StringBuilder yaml =
        new StringBuilder("version: 1\ngateway: {listen: [\"127.0.0.1:" + port + "\"]}\nmodels:\n");
    for (Kind kind : Kind.values()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      yaml.append(model(name, name, ""));
    }
    return yaml.append(model("narrowed", "chat", "endpoints: [/v1/completions, /tokenize], "))
        .append(
            model(
                "keeping",
                "chat",
                "endpoints: [/v1/responses, \"/v1/responses/{id}\", \"/v1/responses/{id}/cancel\"], "))
        .append(
            model("served-whisper", "transcription", "served_name: served-whisper, ")
                .replace("{name: served-whisper", "{name: public-whisper"))
        .append(model("hearing", "chat", "endpoints: [/v1/audio/transcriptions], "))
        .append(
            "  - {name: faulty, type: chat, read_timeout: 1s, servers: [{address: \"%s\"}]}\n"
                .formatted(faulty.address()))
        .append(
            "  - {name: gone, type: chat, servers: [{address: \"127.0.0.1:%d\"}]}\n"
                .formatted(NginxGateway.freePort()))
        .append(model("widened", "embedding", "endpoints: [/v1/embeddings, /rerank, /pooling], "))
        .toString();
  }

  private String model(String name, String type, String more) {
    return "  - {name: %s, type: %s, %sservers: [{address: \"127.0.0.1:%d\"}]}\n"
        .formatted(name, type, more, server(name).port());
  }

  private StandIn server(String name) {
    StandIn server = servers.get(name);
    if (server == null) {
      throw new IllegalArgumentException(name);
    }
    return server;
  }

  private void forget() {
    faulty.reset();
    servers.forEach((name, server) -> heardBefore.put(name, server.received().size()));
  }

  /** What a model's server has received in this test. */
  List<Received> heard(String model) {
    List<Received> all = server(model).received();
    return all.subList(heardBefore.getOrDefault(model, 0), all.size());
  }

  /** The models whose servers have received anything in this test. */
  List<String> heardAnything() {
    List<String> names = new ArrayList<>();
    servers.keySet().stream().filter(name -> !heard(name).isEmpty()).forEach(names::add);
    return names;
  }

  /** The server of the model {@code faulty}; that of {@code gone} does not run. */
  RecordingBackend faulty() {
    return faulty;
  }

  RawHttpClient client() {
    return RawHttpClient.plain(port);
  }

  NginxGateway nginx() {
    return nginx;
  }
}
