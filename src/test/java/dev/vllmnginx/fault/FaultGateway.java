package dev.vllmnginx.fault;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A generated gateway with many models, so that each test breaks servers of its own and none waits
 * for nginx to trust them again. Its time-outs are short; those that no catalog sets are shortened
 * in the files.
 */
final class FaultGateway {
  static final String CHAT = "/v1/chat/completions";

  /** Longer than any test waits, so that what answers sooner did not wait for it. */
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(4);

  /** That of the model whose server swallows packets. */
  static final Duration SHORT_CONNECT_TIMEOUT = Duration.ofMillis(300);

  static final Duration READ_TIMEOUT = Duration.ofSeconds(1);
  static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(2);

  private static final List<String> MODELS =
      List.of(
          "steady",
          "one-refuses",
          "all-refuse",
          "returns",
          "black-hole",
          "hangs",
          "drips",
          "resets",
          "closes",
          "stalls",
          "loads",
          "errs",
          "limits",
          "babbles",
          "breaks-off",
          "flaps",
          "aborted",
          "read-slowly",
          "named");

  private static @Nullable FaultGateway current;

  /** Two servers of one model; the second is asked when the first cannot serve. */
  record Pair(String model, RecordingBackend first, RecordingBackend second) {
    List<RecordingBackend> both() {
      return List.of(first, second);
    }
  }

  private final Map<String, Pair> pairs = new LinkedHashMap<>();
  private final BlackHole blackHole = new BlackHole();
  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  /** The gateway on that runtime: the one that the last test had, if it still runs. */
  static synchronized FaultGateway on(NginxRuntime runtime) {
    FaultGateway gateway = current;
    if (gateway == null || !gateway.nginx.isRunning() || !gateway.nginx.runtime().equals(runtime)) {
      if (gateway != null) {
        gateway.pairs.values().forEach(pair -> pair.both().forEach(RecordingBackend::close));
        gateway.blackHole.close();
      }
      gateway = new FaultGateway(runtime);
      current = gateway;
    }
    return gateway;
  }

  private FaultGateway(NginxRuntime runtime) {
    for (String model : MODELS) {
      pairs.put(
          model,
          new Pair(
              model,
              RecordingBackend.chat(model + "-first", model),
              RecordingBackend.chat(model + "-second", model)));
    }
    Map<String, byte[]> files = CompiledCatalog.files(runtime, catalog());
    shorten(files, "nginx.conf", "client_header_timeout 15s;");
    shorten(files, "conf.d/40-server.conf", "client_body_timeout 60s;");
    shorten(files, "conf.d/40-server.conf", "send_timeout 60s;");
    nginx = NginxGateway.start(runtime, files);
  }

  private static void shorten(Map<String, byte[]> files, String path, String directive) {
    String text = new String(Objects.requireNonNull(files.get(path)), UTF_8);
    String shorter = directive.replaceFirst("[0-9]+s;", CLIENT_TIMEOUT.toSeconds() + "s;");
    String changed = text.replace("    " + directive, "    " + shorter);
    if (changed.equals(text)) {
      throw new AssertionError(path + " has no line " + directive);
    }
    files.put(path, changed.getBytes(UTF_8));
  }

  private String catalog() {
    StringBuilder catalog =
        new StringBuilder(
            """
            version: 1
            gateway: {listen: ["127.0.0.1:%d"], max_body_size: 2m}
            defaults: {max_fails: 1, fail_timeout: 1s, connect_timeout: %ds, read_timeout: %ds}
            models:
            """
                .formatted(port, CONNECT_TIMEOUT.toSeconds(), READ_TIMEOUT.toSeconds()));
    pairs.values().forEach(pair -> catalog.append(model(pair)));
    return catalog.toString();
  }

  private String model(Pair pair) {
    String second = "{address: \"" + pair.second().address() + "\", backup: true}";
    if (pair.model().equals("black-hole")) {
      return "  - {name: %s, type: chat, connect_timeout: %dms, servers: [{address: \"%s\", fail_timeout: 60s}, %s]}%n"
          .formatted(pair.model(), SHORT_CONNECT_TIMEOUT.toMillis(), blackHole.address(), second);
    }
    return "  - {name: %s, type: chat, servers: [{address: \"%s\"}%s]}%n"
        .formatted(
            pair.model(),
            pair.first().address(),
            pair.model().equals("returns") ? "" : ", " + second);
  }

  /** The servers of that model, which behave. */
  Pair pair(String model) {
    Pair pair = Objects.requireNonNull(pairs.get(model), model);
    pair.both().forEach(RecordingBackend::reset);
    return pair;
  }

  NginxGateway nginx() {
    return nginx;
  }

  RawHttpClient client() {
    return RawHttpClient.plain(port);
  }

  int port() {
    return port;
  }

  /** Asks for a chat completion. */
  RawResponse ask(String model) {
    return client().post(CHAT, body(model, false));
  }

  /** Asks for a streamed chat completion. */
  RawResponse stream(String model) {
    return client().post(CHAT, body(model, true));
  }

  static String body(String model, boolean stream) {
    return "{\"model\":\"%s\",\"stream\":%b,\"messages\":[]}".formatted(model, stream);
  }

  /** How long asking takes; the answer is 200. */
  Duration timeOf(String model) {
    long start = System.nanoTime();
    RawResponse answer = ask(model);
    long end = System.nanoTime();
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
    return Duration.ofNanos(end - start);
  }

  /** The longest of so many requests to a model whose servers behave. */
  Duration slowestOf(int requests, String model) {
    Duration slowest = Duration.ZERO;
    for (int i = 0; i < requests; i++) {
      Duration time = timeOf(model);
      slowest = time.compareTo(slowest) > 0 ? time : slowest;
    }
    return slowest;
  }
}
