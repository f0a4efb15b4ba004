package dev.vllmnginx.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One connection of a {@link RecordingBackend}: requests in, vLLM's answers or a fault out. */
final class BackendConnection {
  private static final long IDLE_MILLIS = 5_000;
  private static final long DRIP_MILLIS = 10;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Set<String> CHAT_PATHS = Set.of("/v1/chat/completions", "/v1/completions");
  private static final Set<String> EMBEDDING_PATHS = Set.of("/v1/embeddings");

  private final RecordingBackend backend;
  private final Socket socket;
  private final int number;
  private final Inbound in;
  private final OutputStream out;
  private final HttpMessageReader reader;
  private final VllmAnswers answers;
  private final AtomicReference<@Nullable RecordedRequest> unanswered = new AtomicReference<>();

  BackendConnection(RecordingBackend backend, Socket socket, int number) throws IOException {
    this.backend = backend;
    this.socket = socket;
    this.number = number;
    this.in = new Inbound(socket.getInputStream(), this::noteLeaving);
    this.out = socket.getOutputStream();
    this.reader = new HttpMessageReader(in);
    this.answers = new VllmAnswers(backend.name(), backend.servedNames().get(0));
  }

  /** Serves until either side closes. */
  void serve() throws IOException {
    while (in.awaitByte(IDLE_MILLIS)) {
      RecordedRequest request = read();
      backend.record(request);
      unanswered.set(request);
      boolean goOn = answer(request);
      answered();
      if (!goOn || closesAfter(request)) {
        return;
      }
    }
  }

  private void noteLeaving(long when) {
    RecordedRequest request = unanswered.get();
    if (request != null) {
      request.clientLeft().complete(when);
    }
  }

  /**
   * Called before the last bytes go out: a client that has them may close before this thread runs
   * again.
   */
  private void answered() {
    unanswered.set(null);
  }

  private static boolean closesAfter(RecordedRequest request) {
    return request.header("connection").map(value -> value.equalsIgnoreCase("close")).orElse(false)
        || request.requestLine().endsWith("HTTP/1.0");
  }

  private RecordedRequest read() throws IOException {
    List<String> head = reader.head().orElseThrow(() -> new IOException("closed before a request"));
    List<HttpHeader> headers = head.stream().skip(1).map(HttpHeader::parse).toList();
    byte[] body = readBody(headers);
    return new RecordedRequest(
        number, head.get(0), headers, body, reader.takeRaw(), new CompletableFuture<>());
  }

  private byte[] readBody(List<HttpHeader> headers) throws IOException {
    if (value(headers, "expect").isPresent()) {
      send("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (value(headers, "transfer-encoding").isPresent()) {
      return reader.chunkedBody(piece -> {});
    }
    return reader.exactly(value(headers, "content-length").map(Integer::parseInt).orElse(0));
  }

  private static Optional<String> value(List<HttpHeader> headers, String name) {
    return headers.stream().filter(header -> header.is(name)).map(HttpHeader::value).findFirst();
  }

  /** Whether the connection may be used again. */
  private boolean answer(RecordedRequest request) throws IOException {
    switch (backend.fault()) {
      case HANG -> {
        return hang();
      }
      case CLOSE_BEFORE_HEAD -> {
        return false;
      }
      case GARBAGE -> {
        send("SSH-2.0-OpenSSH_9.2 secret banner\r\n");
        return false;
      }
      case TOO_MANY ->
          sendError(
              "429 Too Many Requests",
              VllmAnswers.error("Slow down.", "RateLimitError", "null", 429));
      case UNAVAILABLE ->
          sendError(
              "503 Service Unavailable",
              VllmAnswers.error(
                  "The engine is currently busy and cannot accept new requests. Please try again later or on a"
                      + " different instance.",
                  "Service Unavailable",
                  "null",
                  503));
      case INTERNAL_ERROR ->
          sendError(
              "500 Internal Server Error",
              VllmAnswers.error(
                  "EngineCore encountered an issue. See stack trace (above) for the root cause.",
                  "InternalServerError",
                  "null",
                  500));
      default -> {
        return answerAsVllm(request);
      }
    }
    return true;
  }

  private boolean answerAsVllm(RecordedRequest request) throws IOException {
    String[] line = request.requestLine().split(" ", -1);
    String path = line.length > 1 ? line[1].split("\\?", -1)[0] : "";
    if (path.startsWith("/v1") && !backend.admits(request)) {
      sendError("401 Unauthorized", "{\"error\":\"Unauthorized\"}");
    } else if (path.equals("/health")) {
      sendBody("200 OK", "", "");
    } else if (path.equals("/v1/models")) {
      sendBody("200 OK", VllmAnswers.JSON, answers.models(backend.servedNames()));
    } else if (!paths().contains(path)) {
      sendError("404 Not Found", "{\"detail\":\"Not Found\"}");
    } else if (!line[0].equals("POST")) {
      sendError("405 Method Not Allowed", "{\"detail\":\"Method Not Allowed\"}");
    } else {
      return inference(path, request);
    }
    return true;
  }

  private Set<String> paths() {
    return backend.kind() == RecordingBackend.Kind.CHAT ? CHAT_PATHS : EMBEDDING_PATHS;
  }

  private boolean inference(String path, RecordedRequest request) throws IOException {
    if (backend.fault() == Fault.ENGINE_HANGS) {
      return hang();
    }
    JsonNode body = parse(request.body());
    if (body == null || !body.isObject()) {
      sendError(
          "400 Bad Request",
          VllmAnswers.error("1 validation error", "Bad Request", "\"body\"", 400));
      return true;
    }
    String model = body.path("model").asString("");
    if (!model.isEmpty() && !backend.servedNames().contains(model)) {
      sendError(
          "404 Not Found",
          VllmAnswers.error(
              "The model `" + model.replace("\"", "\\\"") + "` does not exist.",
              "NotFoundError",
              "null",
              404));
      return true;
    }
    int serial = backend.countOfRequests();
    if (body.path("stream").asBoolean(false)) {
      boolean usage = body.path("stream_options").path("include_usage").asBoolean(false);
      return sendStream(answers.chatEvents(serial, backend.words(), usage));
    }
    sendBody("200 OK", VllmAnswers.JSON, answerFor(path, body, serial));
    return true;
  }

  private String answerFor(String path, JsonNode body, int serial) {
    return switch (path) {
      case "/v1/chat/completions" -> answers.chat(serial);
      case "/v1/completions" -> answers.completion(serial);
      default ->
          body.path("encoding_format").asString("").equals("base64")
              ? answers.embeddingBase64(serial)
              : answers.embedding(serial);
    };
  }

  private static @Nullable JsonNode parse(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      return null;
    }
  }

  private boolean sendStream(List<String> events) throws IOException {
    Semaphore allowed = backend.eventsAllowed();
    out.write(VllmAnswers.streamHead());
    out.flush();
    for (int index = 0; index < events.size(); index++) {
      if (index > 0) {
        backend.awaitNextEvent(allowed);
      }
      byte[] event = events.get(index).getBytes(UTF_8);
      send(Integer.toHexString(event.length) + "\r\n" + events.get(index) + "\r\n");
      switch (backend.fault()) {
        case RESET_IN_STREAM -> {
          socket.setSoLinger(true, 0);
          return false;
        }
        case CLOSE_IN_STREAM -> {
          return false;
        }
        case STALL_IN_STREAM -> {
          return hang();
        }
        default -> {}
      }
    }
    answered();
    send("0\r\n\r\n");
    return true;
  }

  private boolean hang() {
    in.awaitClose();
    return false;
  }

  private void sendError(String status, String json) throws IOException {
    sendBody(status, VllmAnswers.JSON, json);
  }

  private void sendBody(String status, String contentType, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    byte[] head = VllmAnswers.head(status, contentType, bytes.length);
    if (backend.fault() == Fault.SLOW_HEAD) {
      drip(head);
      answered();
    } else {
      answered();
      out.write(head);
    }
    out.write(bytes);
    out.flush();
  }

  private void drip(byte[] bytes) throws IOException {
    for (byte one : bytes) {
      out.write(one);
      out.flush();
      RecordingBackend.pause(DRIP_MILLIS);
    }
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
