package dev.vllmnginx.standin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandInTest {
  private static StandIn chat(Duration tokenPause) throws IOException {
    return StandIn.start(
        new StandInSettings("10.0.0.7:8001", List.of("qwen", "alias"), Kind.CHAT, tokenPause));
  }

  @Test
  void saysWhosePlaceItTakes() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String answer =
          RawClient.exchange(
              standIn.port(),
              RawClient.post(
                  "/v1/chat/completions",
                  "{\"model\":\"alias\",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}"));

      assertThat(answer)
          .contains("x-stand-in: 10.0.0.7:8001\r\n")
          .contains("\"model\":\"qwen\"")
          .contains("\"content\":\"stand-in for 10.0.0.7:8001 heard: hello there\"")
          .contains("\"finish_reason\":\"stop\"")
          .contains("\"system_fingerprint\":\"stand-in-for-10.0.0.7:8001\"");
    }
  }

  @Test
  void takesTheRequestIdForItsAnswer() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String request = RawClient.post("/v1/completions", "{\"prompt\":\"hi\"}");

      String answer =
          RawClient.exchange(
              standIn.port(), request.replace("Host: x", "Host: x\r\nX-Request-Id: abc"));

      assertThat(answer).contains("\"id\":\"cmpl-abc\"");
    }
  }

  @Test
  void givesToolsBackAsTheyCameBeforeTheUsage() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String tools = "\"tools\":[{\"parameters\":{\"usage\":{\"input_tokens\":9}}}]";
      String text = "\"text\":{\"format\":{\"type\":\"text\"}}";
      String body = "{\"input\":\"hi\"," + tools + "," + text + "}";
      String answer = RawClient.exchange(standIn.port(), RawClient.post("/v1/responses", body));

      assertThat(answer).contains(tools, text);
      assertThat(answer.lastIndexOf("\"usage\":{\"input_tokens\":1,"))
          .isGreaterThan(answer.indexOf(text));
    }
  }

  @Test
  void remembersWhatArrived() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String request =
          """
          POST /v1/completions?a=b HTTP/1.1
          HOST: x
          Connection: close
          Content-Type: application/json
          Transfer-Encoding: chunked

          5;ext=1
          {"pro
          b
          mpt":"hi"}\s
          0
          Trailer: t

          """;
      RawClient.exchange(standIn.port(), request.replace("\n", "\r\n"));

      Received received = standIn.received().get(0);
      assertThat(received.target()).isEqualTo("/v1/completions?a=b");
      assertThat(received.header("host")).contains("x");
      assertThat(received.text()).isEqualTo("{\"prompt\":\"hi\"} ");
    }
  }

  @Test
  void sendsTheHeadAtOnceAndEachTokenWhenItIsReady() throws IOException {
    long pause = 120;
    try (StandIn standIn = chat(Duration.ofMillis(pause));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), standIn.port())) {
      socket.setSoTimeout(10_000);
      String body =
          "{\"stream\":true,\"max_tokens\":4,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      long began = System.nanoTime();
      socket
          .getOutputStream()
          .write(RawClient.post("/v1/chat/completions", body).getBytes(StandardCharsets.UTF_8));
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      List<Long> times = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("HTTP/1.1 200") || line.startsWith("data: {")) {
          times.add((System.nanoTime() - began) / 1_000_000);
        }
      }

      assertThat(times).hasSize(6);
      // None comes too early. A slow machine makes all of them late, but not at once.
      for (int i = 0; i < times.size(); i++) {
        assertThat(times.get(i)).as("times %s", times).isGreaterThanOrEqualTo(i * pause - 5);
      }
      long last = times.get(times.size() - 1);
      for (int i = 0; i < times.size() / 2; i++) {
        assertThat(last - times.get(i)).as("times %s", times).isGreaterThan(2 * pause);
      }
    }
  }

  @Test
  void stopsWhenTheClientGoes() throws Exception {
    try (StandIn standIn = chat(Duration.ofMillis(10))) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), standIn.port())) {
        String body =
            "{\"stream\":true,\"ignore_eos\":true,\"max_tokens\":5000,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        socket
            .getOutputStream()
            .write(RawClient.post("/v1/chat/completions", body).getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().read()).isPositive();
        assertThat(standIn.running()).isEqualTo(1);
      }
      long began = System.nanoTime();
      while (standIn.running() > 0 && System.nanoTime() - began < 5_000_000_000L) {
        Thread.sleep(5);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void refusesWhatIsNotHttp() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      for (String request :
          List.of(
              "GARBAGE\r\n\r\n",
              "GET /health HTTP/1.1\nHost: x\n\n",
              "POST /v1/completions HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
              "POST /v1/completions HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}")) {
        assertThat(RawClient.exchange(standIn.port(), request))
            .startsWith("HTTP/1.1 400 Bad Request\r\n")
            .endsWith("Invalid HTTP request received.");
      }
    }
  }

  @Test
  void keepsTheConnection() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String answers =
          RawClient.exchange(
              standIn.port(),
              "GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

      assertThat(answers).containsSubsequence("content-length: 0", "{\"version\":\"0.32.0\"}");
    }
  }

  @Test
  void readsBodiesAsPythonDoes() throws IOException {
    try (StandIn standIn = chat(Duration.ZERO)) {
      String messages = ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
      assertThat(status(standIn, "{\"model\":\"nope\",\"model\":\"qwen\"" + messages + "}"))
          .isEqualTo(200);
      assertThat(status(standIn, "{\"model\":\"qwen\",\"mod\\u0065l\":\"nope\"" + messages + "}"))
          .isEqualTo(404);
      assertThat(status(standIn, "{\"model\":null,\"x\":NaN" + messages + "}")).isEqualTo(200);
      assertThat(status(standIn, "{\"model\":\"QWEN\"" + messages + "}")).isEqualTo(404);
      assertThat(status(standIn, "{\"x\":" + nested(970 - 1) + messages + "}")).isEqualTo(200);
      assertThat(status(standIn, "{\"x\":" + nested(971 - 1) + messages + "}")).isEqualTo(400);
    }
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  private static int status(StandIn standIn, String json) throws IOException {
    String answer =
        RawClient.exchange(standIn.port(), RawClient.post("/v1/chat/completions", json));
    return Integer.parseInt(answer.substring(9, 12));
  }
}
