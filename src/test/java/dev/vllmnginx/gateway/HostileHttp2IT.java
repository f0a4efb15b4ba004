package dev.vllmnginx.gateway;

import static dev.vllmnginx.testing.Http2Connection.ACK;
import static dev.vllmnginx.testing.Http2Connection.CONTINUATION;
import static dev.vllmnginx.testing.Http2Connection.DATA;
import static dev.vllmnginx.testing.Http2Connection.END_HEADERS;
import static dev.vllmnginx.testing.Http2Connection.END_STREAM;
import static dev.vllmnginx.testing.Http2Connection.HEADERS;
import static dev.vllmnginx.testing.Http2Connection.PING;
import static dev.vllmnginx.testing.Http2Connection.PRIORITY;
import static dev.vllmnginx.testing.Http2Connection.RST_STREAM;
import static dev.vllmnginx.testing.Http2Connection.SETTINGS;
import static dev.vllmnginx.testing.Http2Connection.WINDOW_UPDATE;
import static dev.vllmnginx.testing.Http2Connection.frame;
import static dev.vllmnginx.testing.Http2Connection.headerBlock;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.Http2Connection;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Hostile HTTP/2: floods end with the connection that makes them while other clients are answered,
 * and what is malformed reaches no server.
 */
@OnEveryNginx
class HostileHttp2IT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String BODY = "{\"model\":\"llama-3\",\"messages\":[]}";
  private static final byte[] NOTHING = new byte[0];

  /** nginx takes about 8 MB of what makes no progress. */
  private static final int FLOOD_BYTES = 12_000_000;

  /** Nobody waits for a thread of a pool that others use. */
  private static final Executor THREADS = work -> new Thread(work, "flood").start();

  private final HostileGateway gateway;

  HostileHttp2IT(NginxRuntime runtime) {
    gateway = HostileGateway.on(runtime);
  }

  @AfterEach
  void noWorkerDied() {
    assertThat(gateway.nginx().log("error.log"))
        .doesNotContain("exited on signal", "[alert]", "[emerg]", "js exception");
    assertThat(plain().status()).isEqualTo(200);
  }

  private Http2Connection open(int... settings) {
    return Http2Connection.open(gateway.tlsPort(), "gw.test", settings);
  }

  private RawResponse plain() {
    return RawHttpClient.plain(gateway.port())
        .send(RawHttpClient.request(CHAT, BODY).replace("Host: localhost", "Host: gw.test"));
  }

  private static String[] head(String... changes) {
    List<String> head =
        new ArrayList<>(
            List.of(
                ":method",
                "POST",
                ":scheme",
                "https",
                ":authority",
                "gw.test",
                ":path",
                CHAT,
                "content-type",
                "application/json"));
    for (int i = 0; i < changes.length; i += 2) {
      int at = changes[i].startsWith(":") ? head.indexOf(changes[i]) : -1;
      if (at >= 0) {
        head.set(at + 1, changes[i + 1]);
      } else {
        head.addAll(List.of(changes[i], changes[i + 1]));
      }
    }
    return head.toArray(String[]::new);
  }

  /** The status, and how it ended unless it did so in order. */
  private String outcome(String body, String... head) {
    gateway.backends().forEach(backend -> backend.reset());
    try (Http2Connection connection = open()) {
      connection.send(Http2Connection.request(1, body, head));
      Http2Connection.Answer answer = connection.await(1);
      int reached =
          gateway.backends().stream().mapToInt(backend -> backend.requests().size()).sum();
      assertThat(reached)
          .as("servers reached: %s", answer)
          .isEqualTo(answer.status() == 200 ? 1 : 0);
      if (answer.status() >= 400) {
        assertThat(answer.body()).contains("\"error\":{\"message\":", "\"code\":\"");
      }
      return answer.status() == 0 ? answer.end() : "" + answer.status();
    }
  }

  @Test
  void whatItIsMeasuredBy() {
    assertThat(outcome(BODY, head())).isEqualTo("200");
    assertThat(gateway.llama().onlyRequest().requestLine()).isEqualTo("POST " + CHAT + " HTTP/1.1");
    assertThat(gateway.llama().onlyRequest().header("content-length")).contains("" + BODY.length());
  }

  @Test
  void anotherHostThanTheNamedOneIsNotServed() {
    assertThat(outcome(BODY, head(":authority", "other.test"))).isIn("closed", "reset", "421");
    assertThat(outcome(BODY, head(":authority", ""))).isIn("closed", "reset", "400", "421");
    assertThat(outcome(BODY, head("host", "other.test"))).isIn("400", "200", "closed");
    assertThat(gateway.qwen().requests()).isEmpty();
  }

  @Test
  void malformedRequestsReachNoServer() {
    List<String[]> rows =
        List.of(
            head(":path", "*"),
            head(":path", "v1/chat/completions"),
            head(":path", ""),
            head(":path", "/v1/chat/completions\r\nX-Evil: 1"),
            head(":path", "/v1/chat/completions HTTP/1.1"),
            head(":method", "POST "),
            head(":method", "PO\r\nST"),
            head(":method", ""),
            head(":unknown", "1"),
            head("x-header", "a\r\nx-evil: 1"),
            head("x-header", "a\u0000b"),
            head("X-Header", "capital"),
            head("content-length", "1"),
            head("content-length", "" + (BODY.length() + 1)),
            head("content-length", "-1"),
            head("content-length", "" + BODY.length(), "content-length", "3"),
            head("content-encoding", "gzip"),
            Arrays.copyOfRange(head(), 2, 10),
            Arrays.copyOfRange(head(), 0, 6));
    for (String[] row : rows) {
      assertThat(outcome(BODY, row))
          .as("%s", Arrays.toString(row))
          .isIn("400", "404", "405", "415", "reset", "closed");
    }
  }

  /** HTTP/2 has a framing of its own; these words of HTTP/1 must not become framing behind it. */
  @Test
  void wordsOfTheOlderFramingDoNotSmuggle() {
    String smuggled = "0\r\n\r\nPOST " + CHAT + " HTTP/1.1\r\nHost: vllm\r\n\r\n";
    for (String[] row :
        List.of(
            head("transfer-encoding", "chunked"),
            head("connection", "transfer-encoding", "transfer-encoding", "chunked"),
            head("upgrade", "websocket", "connection", "upgrade"),
            head("te", "trailers, chunked"),
            head("expect", "100-continue"))) {
      assertThat(outcome(BODY, row)).as("%s", Arrays.toString(row)).isIn("200", "400", "501");
      gateway
          .llama()
          .requests()
          .forEach(request -> assertThat(new String(request.body(), UTF_8)).isEqualTo(BODY));
      assertThat(outcome(smuggled, row)).isIn("400", "501");
    }
  }

  @Test
  void streamsThatAreResetAtOnceEndTheConnection() {
    byte[] block = headerBlock(head());
    flood(
        true,
        i ->
            join(
                frame(HEADERS, END_HEADERS, 2 * i + 1, block),
                frame(RST_STREAM, 0, 2 * i + 1, ByteBuffer.allocate(4).putInt(8).array())));
  }

  @Test
  void aThousandStreamsAtATimeAreNotTaken() {
    try (Http2Connection connection = open()) {
      byte[] block = headerBlock(head());
      for (int i = 0; i < 1000; i++) {
        connection.send(frame(HEADERS, END_HEADERS, 2 * i + 1, block));
      }
      Http2Connection.Answer last = connection.await(1999);

      assertThat(last.status()).isZero();
      assertThat(last.end()).isIn("reset", "closed");
      assertThat(gateway.llama().requests()).isEmpty();
    }
  }

  @Test
  void headersWithoutAnEndEndTheConnection() {
    byte[] more = headerBlock("x-header", "v".repeat(4000));
    flood(
        false,
        i -> i == 0 ? frame(HEADERS, 0, 1, headerBlock(head())) : frame(CONTINUATION, 0, 1, more));
    flood(
        false,
        i ->
            i == 0
                ? frame(HEADERS, 0, 1, headerBlock(head()))
                : frame(CONTINUATION, 0, 1, NOTHING));
  }

  @Test
  void framesThatMoveNothingEndTheConnection() {
    flood(true, i -> frame(PING, 0, 0, new byte[8]));
    flood(true, i -> frame(SETTINGS, 0, 0, new byte[] {0, 3, 0, 0, 0, 100}));
    flood(true, i -> frame(SETTINGS, ACK, 0, NOTHING));
    flood(true, i -> frame(PRIORITY, 0, 2 * i + 1, new byte[5]));
    flood(
        false,
        i ->
            i == 0
                ? frame(HEADERS, END_HEADERS, 1, headerBlock(head()))
                : frame(DATA, 0, 1, NOTHING));
  }

  /** A header of 4 kB, kept in the table once, is named again and again with a byte each. */
  @Test
  void aBombOfHeadersIsRefused() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(headerBlock(head()));
    block.write(0x40);
    block.writeBytes(Arrays.copyOfRange(headerBlock("x-bomb", "b".repeat(4000)), 1, 4012));
    for (int i = 0; i < 10_000; i++) {
      block.write(0x80 | 62);
    }
    long before = gateway.nginx().workerMemory();
    try (Http2Connection connection = open()) {
      connection.send(
          frame(HEADERS, END_HEADERS, 1, block.toByteArray()), frame(DATA, END_STREAM, 1, NOTHING));
      Http2Connection.Answer answer = connection.await(1);

      assertThat(answer.status()).as("%s", answer).isIn(0, 400, 431);
    }
    assertThat(gateway.nginx().workerMemory() - before).as("kB").isLessThan(8_000);
  }

  @Test
  void tenThousandHeadersAreRefused() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(headerBlock(head()));
    for (int i = 0; i < 10_000; i++) {
      block.writeBytes(headerBlock("x" + i, "v"));
    }
    byte[] all = block.toByteArray();
    try (Http2Connection connection = open()) {
      for (int at = 0; at < all.length; at += 16_000) {
        int end = Math.min(all.length, at + 16_000);
        connection.send(
            frame(
                at == 0 ? HEADERS : CONTINUATION,
                end == all.length ? END_HEADERS : 0,
                1,
                Arrays.copyOfRange(all, at, end)));
      }
      Http2Connection.Answer answer = connection.await(1);

      assertThat(answer.status()).as("%s", answer).isIn(0, 400, 431);
      assertThat(gateway.llama().requests()).isEmpty();
    }
  }

  /** Nothing of the answer may be sent: it is given up after {@code send_timeout}. */
  @Test
  void clientsWithoutAWindowAreLetGo() {
    try (Http2Connection connection = open(4, 0)) {
      connection.send(Http2Connection.request(1, BODY, head()));

      Http2Connection.Answer answer = connection.await(1);

      assertThat(answer.body()).isEmpty();
      assertThat(answer.end()).isIn("reset", "closed");
    }
  }

  @Test
  void windowsThatOverflowOrDoNotGrowAreRefused() {
    for (byte[] update :
        List.of(
            ByteBuffer.allocate(4).putInt(0).array(),
            ByteBuffer.allocate(4).putInt(0x7fffffff).array())) {
      try (Http2Connection connection = open()) {
        connection.send(frame(WINDOW_UPDATE, 0, 0, update), frame(WINDOW_UPDATE, 0, 0, update));
        connection.awaitEnd();
      }
    }
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /**
   * Sends frames until nginx gives the connection up, which it must do within {@link #FLOOD_BYTES};
   * other clients are answered meanwhile. nginx says so and takes no frames any more, but reads for
   * a while what still comes.
   *
   * @param unread whether nothing is read before all is sent, so that answers pile up
   */
  private void flood(boolean unread, IntFunction<byte[]> frames) {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Duration> others =
        CompletableFuture.supplyAsync(() -> slowest(stop), THREADS);
    try (Http2Connection connection = open()) {
      CompletableFuture<Void> end =
          unread
              ? new CompletableFuture<>()
              : CompletableFuture.runAsync(connection::awaitEnd, THREADS);
      long sent = 0;
      boolean open = true;
      for (int i = 0; open && !end.isDone() && sent < FLOOD_BYTES; ) {
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        while (batch.size() < 12_000) {
          batch.writeBytes(frames.apply(i++));
        }
        sent += batch.size();
        open = connection.send(batch.toByteArray());
      }
      if (unread) {
        connection.awaitEnd();
      } else {
        end.join();
      }
    } finally {
      stop.set(true);
    }
    assertThat(others.join()).as("slowest answer to others").isLessThan(Duration.ofSeconds(10));
  }

  private Duration slowest(AtomicBoolean stop) {
    Duration slowest = Duration.ZERO;
    while (!stop.get()) {
      long start = System.nanoTime();
      assertThat(plain().status()).isEqualTo(200);
      Duration time = Duration.ofNanos(System.nanoTime() - start);
      slowest = time.compareTo(slowest) > 0 ? time : slowest;
      LockSupport.parkNanos(5_000_000);
    }
    return slowest;
  }
}
