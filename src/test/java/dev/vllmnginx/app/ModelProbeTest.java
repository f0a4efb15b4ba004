package dev.vllmnginx.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelProbeTest {
  private static final String BEFORE =
      "version: 1\nmodels:\n  - {name: a, type: chat, servers: [{address: \"gpu:8000\"}]}\n";

  @TempDir Path directory;
  private Path catalog;
  private HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> requests = new ArrayList<>();
  private volatile int status = 200;
  private volatile String body =
      "{\"object\":\"list\",\"data\":[{\"id\":\"qwen\",\"object\":\"model\",\"owned_by\":\"vllm\"},"
          + "{\"id\":\"qwen-chat\",\"object\":\"model\"}]}";
  private volatile boolean silent;

  @BeforeEach
  void start() throws IOException {
    catalog = Files.writeString(directory.resolve("catalog.yaml"), BEFORE);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    synchronized (requests) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", "/v1/models");
    exchange.sendResponseHeaders(status, bytes.length);
    if (silent) {
      exchange.getResponseBody().write(bytes, 0, 1);
      exchange.getResponseBody().flush();
      try {
        end.await();
      } catch (InterruptedException e) {
        return;
      }
    }
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private EditOutcome add(List<ServerModels> seen, String name, List<String> aliases) {
    return add(seen, name, aliases, address());
  }

  private EditOutcome add(
      List<ServerModels> seen, String name, List<String> aliases, String address) {
    ModelArguments model =
        new ModelArguments(
            name,
            "chat",
            aliases,
            null,
            null,
            null,
            List.of(new ModelArguments.ServerArguments(address, null)));
    return new AddModel(new AddModel.Request(catalog, model, false, false, true), seen::add).run();
  }

  private void assertRefused(String trouble) throws IOException {
    List<ServerModels> seen = new ArrayList<>();

    assertThat(add(seen, "qwen", List.of())).isInstanceOf(EditOutcome.NotServed.class);

    assertThat(seen).singleElement().extracting(ServerModels::trouble).isEqualTo(trouble);
    assertThat(catalog).hasContent(BEFORE);
  }

  @Test
  void addsWhatTheServerServes() {
    List<ServerModels> seen = new ArrayList<>();

    EditOutcome outcome = add(seen, "qwen-chat", List.of("qwen"));

    assertThat(outcome).isInstanceOf(EditOutcome.Changed.class);
    assertThat(seen)
        .containsExactly(
            new ServerModels(address(), List.of("qwen", "qwen-chat"), List.of(), null));
    assertThat(requests).containsExactly("GET /v1/models");
  }

  @Test
  void refusesAnAliasThatTheServerDoesNotServe() throws IOException {
    List<ServerModels> seen = new ArrayList<>();

    EditOutcome outcome = add(seen, "qwen", List.of("Qwen", "qwen-chat"));

    assertThat(outcome).isInstanceOf(EditOutcome.NotServed.class);
    assertThat(seen).singleElement().extracting(ServerModels::missing).isEqualTo(List.of("Qwen"));
    assertThat(catalog).hasContent(BEFORE);
  }

  @Test
  void asksNobodyAboutAModelThatIsRefusedAnyway() {
    assertThat(add(new ArrayList<>(), "a", List.of())).isInstanceOf(EditOutcome.Refused.class);
    assertThat(requests).isEmpty();
  }

  @Test
  void tellsAKeyThatIsMissing() throws IOException {
    status = 401;
    assertRefused("answers 401: it wants a key");
  }

  @Test
  void followsNoRedirect() throws IOException {
    status = 307;
    assertRefused("answers 307 to GET /v1/models");
    assertThat(requests).hasSize(1);
  }

  @Test
  void tellsWhatIsNotVllm() throws IOException {
    for (String other : List.of("<html>", "{}", "[]", "{\"data\":{}}", "null", "")) {
      body = other;
      assertRefused("does not answer GET /v1/models as vLLM does");
    }
  }

  @Test
  void waitsForTwoSeconds() throws IOException {
    silent = true;
    long start = System.nanoTime();

    assertRefused("does not answer within 2 s");

    assertThat((System.nanoTime() - start) / 1_000_000_000.0).isBetween(1.5, 6.0);
  }

  @Test
  void tellsAServerThatIsDown() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<ServerModels> seen = new ArrayList<>();

    EditOutcome outcome = add(seen, "qwen", List.of(), "127.0.0.1:" + port);

    assertThat(outcome).isInstanceOf(EditOutcome.NotServed.class);
    assertThat(seen)
        .singleElement()
        .extracting(ServerModels::trouble)
        .asString()
        .startsWith("refuses the connection");
  }

  @Test
  void tellsANameThatIsUnknown() {
    List<ServerModels> seen = new ArrayList<>();

    add(seen, "qwen", List.of(), "no-such-host.invalid:8000");

    assertThat(seen)
        .singleElement()
        .extracting(ServerModels::trouble)
        .isEqualTo("has a name that cannot be resolved");
  }
}
