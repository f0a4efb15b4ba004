package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import dev.vllmnginx.testing.RecordingBackend;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The whole generated gateway in front of recording servers: a body reaches the server of the model
 * that Python reads from what that server received, byte by byte what was sent, or no server at
 * all, and then for a reason.
 */
@OnEveryNginx
class GatewayAgreementIT {
  private static final int BODIES = Integer.getInteger("routing.gateway.bodies", 1_500);
  private static final long SEED = Long.getLong("routing.seed", System.nanoTime());
  private static final String CHAT = "/v1/chat/completions";
  private static final int SHOWN = 10;

  /** Names that {@link BodyGenerator} uses, some of them also in places where they mean nothing. */
  private static final List<String> MODELS =
      List.of("llama-3", "m", "x", "model", "meta-llama/Llama-3.1-8B");

  private final NginxRuntime runtime;
  private final int port = NginxGateway.freePort();
  private @Nullable NginxGateway nginx;
  private final List<RecordingBackend> backends =
      MODELS.stream().map(model -> RecordingBackend.chat(model, model)).toList();

  GatewayAgreementIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @BeforeEach
  void start() {
    StringBuilder catalog = new StringBuilder("version: 1\n");
    catalog.append("gateway: {listen: [\"127.0.0.1:").append(port).append("\"]}\nmodels:\n");
    for (RecordingBackend backend : backends) {
      catalog.append(
          "  - {name: \"%s\", type: chat, servers: [{address: \"%s\"}]}\n"
              .formatted(backend.name(), backend.address()));
    }
    nginx = NginxGateway.start(runtime, CompiledCatalog.files(runtime, catalog.toString()));
  }

  @AfterEach
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
    backends.forEach(RecordingBackend::close);
  }

  @Test
  void routesByWhatPythonReads() {
    BodyGenerator generator = new BodyGenerator(SEED);
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < BODIES; i++) {
      bodies.add(generator.next());
    }
    bodies.addAll(BorderBodies.all());
    List<String> faults = new ArrayList<>();
    int routed = 0;
    try (Oracle oracle = Oracle.open()) {
      for (byte[] body : bodies) {
        RawResponse answer = post(body);
        List<RecordingBackend> reached = reached();
        fault(oracle.judge(body), body, answer, reached)
            .ifPresent(fault -> faults.add(new String(body, ISO_8859_1) + ": " + fault));
        routed += reached.size();
        reached.forEach(RecordingBackend::reset);
      }
    }
    System.out.printf(
        "%s: %d bodies through the gateway, %d reached a server, -Drouting.seed=%d, %d faults%n",
        runtime, bodies.size(), routed, SEED, faults.size());
    assertThat(faults.stream().limit(SHOWN).toList()).isEmpty();
    assertThat(routed).isGreaterThan(bodies.size() / 4);
  }

  @Test
  void routesWhateverVllmCanNest() {
    String arrays = "[".repeat(969) + "]".repeat(969);
    String objects = "{\"model\":".repeat(969) + "1" + "}".repeat(969);
    for (String deep : List.of(arrays, objects)) {
      for (String body :
          List.of(
              "{\"tools\":" + deep + ",\"model\":\"m\"}",
              "{\"model\":\"m\",\"tools\":" + deep + "}",
              "{\"model\":\"m\",\"a\":\"" + "p".repeat(60_000) + "\",\"tools\":" + deep + "}",
              "{\"a\":" + deep + ",\"model\":\"m\",\"tools\":" + deep + "}")) {
        post(body.getBytes(US_ASCII)); // The recording server's own parser may stop earlier.

        assertThat(reached()).extracting(RecordingBackend::name).containsExactly("m");
        assertThat(reached().get(0).onlyRequest().bodyText()).isEqualTo(body);
        reached().forEach(RecordingBackend::reset);
      }
    }
  }

  private RawResponse post(byte[] body) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(CHAT, body.length)
            .getBytes(US_ASCII));
    request.writeBytes(body);
    try (RawConnection connection = RawHttpClient.plain(port).connect()) {
      connection.send(request.toByteArray());
      return connection.read();
    }
  }

  private List<RecordingBackend> reached() {
    return backends.stream().filter(backend -> !backend.requests().isEmpty()).toList();
  }

  private static Optional<String> fault(
      Judgement vllm, byte[] body, RawResponse answer, List<RecordingBackend> reached) {
    if (reached.size() > 1) {
      return Optional.of("reached more than one server");
    }
    if (reached.isEmpty()) {
      return answer.status() / 100 != 4
          ? Optional.of("answered " + answer.status())
          : mustBeRouted(vllm) ? Optional.of("refused: " + answer.bodyText()) : Optional.empty();
    }
    RecordedRequest received = reached.get(0).onlyRequest();
    if (!Arrays.equals(received.body(), body)) {
      return Optional.of("changed on its way");
    }
    return vllm.sound() && !reached.get(0).name().equals(vllm.model())
        ? Optional.of("reached " + reached.get(0).name() + ", but Python reads " + vllm.model())
        : Optional.empty();
  }

  private static boolean mustBeRouted(Judgement vllm) {
    return vllm.sound()
        && vllm.utf8()
        && !vllm.constants()
        && vllm.keys() == 1
        && vllm.depth() <= 970
        && vllm.model() != null
        && MODELS.contains(vllm.model());
  }
}
