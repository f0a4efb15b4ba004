package dev.vllmnginx.realvllm;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.vllmnginx.app.CatalogFile;
import dev.vllmnginx.app.LocalNginx;
import dev.vllmnginx.app.trial.Trial;
import dev.vllmnginx.app.trial.TrialRow;
import dev.vllmnginx.app.trial.TrialServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The first example in front of real vLLM servers: {@code mvn verify -Preal-vllm}. */
class RealVllmIT {
  private static final String CHAT = "qwen-1.5-7b-chat";
  private static final String ADA = "text-embedding-ada-002";
  private static final URI CHAT_SERVER = URI.create("http://127.0.0.1:8001");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** How often vLLM may hold an answer back until it is whole. */
  private static final int TRIES = 5;

  private static Trial gateway;
  private static boolean stopAfterwards;

  @BeforeAll
  static void start() throws Exception {
    RealVllm.script("install");
    stopAfterwards = RealVllm.script("status").contains("stopped");
    RealVllm.script("start");
    CatalogFile catalog =
        CatalogFile.read(
            "examples/qwen-and-embeddings/catalog.yaml", InputStream.nullInputStream());
    gateway =
        LocalNginx.find(null, String.valueOf(System.getenv("PATH")))
            .trials()
            .start(Objects.requireNonNull(catalog.document()).catalog(), 0);
  }

  @AfterAll
  static void stop() throws Exception {
    gateway.close();
    if (stopAfterwards) {
      RealVllm.script("stop");
    }
  }

  @Test
  void everyModelIsAnsweredByItsOwnServer() {
    List<TrialRow> rows = gateway.send(row -> {});

    assertThat(gateway.servers()).hasSize(2).noneMatch(TrialServer::isStandIn);
    assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row.problem()).isNull());
    rows.forEach(
        row ->
            say(
                "%s: %s in %d ms"
                    .formatted(row.name().sent(), row.server(), row.time().toMillis())));
  }

  /**
   * On a busy machine vLLM itself hands out a whole answer at once now and then, asked directly,
   * too: several tries. A gateway that held events back would fail in all of them.
   */
  @Test
  void streamsEventByEvent() throws Exception {
    long spread = 0;
    for (int tries = 0; tries < TRIES && spread <= 50; tries++) {
      try (Stream stream = new Stream(200)) {
        long first = stream.nextEvent();
        long last = first;
        int events = 1;
        for (long at = stream.nextEvent(); at >= 0; at = stream.nextEvent()) {
          last = at;
          events++;
        }

        assertThat(stream.done()).isTrue();
        assertThat(events).isGreaterThan(200);
        spread = last - first;
        say(
            "stream: %d events, the first after %d ms, the last after %d ms"
                .formatted(events, first, last));
      }
    }
    assertThat(spread).isGreaterThan(50);
  }

  @Test
  void theOfficialClientWorksUnchanged() {
    OpenAIClient client =
        OpenAIOkHttpClient.builder().baseUrl(gateway.gateway() + "/v1").apiKey("unused").build();
    ChatCompletionCreateParams chat =
        ChatCompletionCreateParams.builder()
            .model(CHAT)
            .addUserMessage("Hello!")
            .maxCompletionTokens(8)
            .build();

    ChatCompletion answer = client.chat().completions().create(chat);
    long chunks;
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(chat)) {
      chunks = stream.stream().count();
    }
    CreateEmbeddingResponse embedding =
        client.embeddings().create(EmbeddingCreateParams.builder().model(ADA).input("hi").build());

    assertThat(answer.model()).isEqualTo(CHAT);
    assertThat(chunks).isGreaterThan(2);
    assertThat(embedding.data().get(0).embedding()).hasSize(64);
    assertThat(client.models().list().data()).extracting(model -> model.id()).contains(CHAT, ADA);
    say("openai-java: chat, %d chunks, an embedding of 64, models".formatted(chunks));
  }

  @Test
  void langChain4jWorksUnchanged() {
    String url = gateway.gateway() + "/v1";
    OpenAiChatModel chat =
        OpenAiChatModel.builder()
            .baseUrl(url)
            .apiKey("unused")
            .modelName(CHAT)
            .maxTokens(8)
            .build();
    OpenAiEmbeddingModel embedding =
        OpenAiEmbeddingModel.builder().baseUrl(url).apiKey("unused").modelName(ADA).build();

    assertThat(chat.chat("Hello!")).isNotNull();
    assertThat(embedding.embed("Hello!").content().vector()).hasSize(64);
    say("LangChain4j: chat, an embedding of 64");
  }

  @Test
  void anAbortFreesTheEngine() throws Exception {
    try (Stream stream = new Stream(7000)) {
      assertThat(stream.nextEvent()).isNotNegative();
      assertThat(until(() -> running() == 1)).isLessThan(5000);
    }
    long freed = until(() -> running() == 0);

    assertThat(freed).isLessThan(1000);
    say("abort: vllm:num_requests_running back to 0 after %d ms".formatted(freed));
  }

  @Test
  void oneServerDiesInMidStreamAndComesBackWhileTheOtherIsUntouched() throws Exception {
    try (Stream stream = streamThatIsStillWorkedOn()) {
      RealVllm.script("kill", "chat");
      while (stream.nextEvent() >= 0) {
        // What was on its way still arrives.
      }
      assertThat(stream.done()).isFalse();
    }
    HttpResponse<String> refused = post("/v1/chat/completions", chatBody(8, false));
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.body()).contains("\"error\"");
    assertThat(refused.headers().firstValue("retry-after")).isPresent();

    Thread restart = new Thread(() -> unchecked(() -> RealVllm.script("start", "chat")));
    restart.start();
    int embeddings = 0;
    while (restart.isAlive()) {
      assertThat(
              post("/v1/embeddings", "{\"model\":\"" + ADA + "\",\"input\":\"hi\"}").statusCode())
          .isEqualTo(200);
      embeddings++;
      Thread.sleep(200);
    }
    long back = until(() -> post("/v1/chat/completions", chatBody(8, false)).statusCode() == 200);

    assertThat(back).isLessThan(15_000);
    say(
        "chat killed: its stream ended, then %d; %d embeddings of %d answered meanwhile; chat back %d ms after its server"
            .formatted(refused.statusCode(), embeddings, embeddings, back));
  }

  /** A stream whose first event has come, from an engine that goes on generating. */
  private static Stream streamThatIsStillWorkedOn() throws Exception {
    for (int tries = 0; tries < TRIES; tries++) {
      Stream stream = new Stream(7000);
      if (stream.nextEvent() >= 0 && running() == 1) {
        return stream;
      }
      stream.close();
    }
    throw new AssertionError("vLLM held every answer back until it was whole");
  }

  private static String chatBody(int tokens, boolean stream) {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello!\"}],\"max_tokens\":"
        + tokens
        + ",\"ignore_eos\":true,\"stream\":"
        + stream
        + ",\"model\":\""
        + CHAT
        + "\"}";
  }

  private static HttpResponse<String> post(String path, String json) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(gateway.gateway().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** {@code vllm:num_requests_running} of the chat server. */
  private static int running() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(CHAT_SERVER.resolve("/metrics")).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("vllm:num_requests_running{"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Milliseconds until it holds, at most 20 s. */
  private static long until(Callable<Boolean> condition) throws Exception {
    long began = System.nanoTime();
    while (!condition.call() && System.nanoTime() - began < 20_000_000_000L) {
      Thread.sleep(10);
    }
    return (System.nanoTime() - began) / 1_000_000;
  }

  private static void unchecked(Callable<String> action) {
    try {
      action.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void say(String message) {
    System.out.println("real vLLM: " + message);
  }

  /** A streamed chat through the gateway, on a connection that the test can cut. */
  private static final class Stream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;
    private final long began = System.nanoTime();
    private boolean done;

    Stream(int tokens) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), gateway.gateway().getPort());
      socket.setSoTimeout(90_000);
      String body = chatBody(tokens, true);
      String head =
          "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: ";
      String request = head + body.length() + "\r\n\r\n" + body;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** When the next event arrives, in milliseconds; less than 0 at the end. */
    long nextEvent() throws IOException {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        done |= line.equals("data: [DONE]");
        if (line.startsWith("data: {")) {
          return (System.nanoTime() - began) / 1_000_000;
        }
      }
      return -1;
    }

    /** Whether the stream came to its proper end. */
    boolean done() {
      return done;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
