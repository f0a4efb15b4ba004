package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.NginxVersion;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.ScriptedServer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a server answers commands neither nginx nor the next client's answer: its words to nginx are
 * not obeyed, its cookies do not pass, and its framing is taken at its word or refused.
 */
@OnEveryNginx
class HostileAnswersIT {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final String BODY = "{\"a\":1}";
  private static final String LENGTH = "Content-Length: 7\r\n";

  private static @Nullable Gateway current;

  /** One nginx and its server, for all tests. */
  private record Gateway(ScriptedServer server, int port, NginxGateway nginx) {
    static synchronized Gateway on(NginxRuntime runtime) {
      Gateway gateway = current;
      if (gateway == null
          || !gateway.nginx().isRunning()
          || !gateway.nginx().runtime().equals(runtime)) {
        if (gateway != null) {
          gateway.server().close();
        }
        gateway = start(runtime);
        current = gateway;
      }
      return gateway;
    }

    private static Gateway start(NginxRuntime runtime) {
      ScriptedServer server = new ScriptedServer();
      int port = NginxGateway.freePort();
      String catalog =
          """
          version: 1
          gateway: {listen: ["127.0.0.1:%d"], status_listen: "127.0.0.1:%d"}
          defaults: {read_timeout: 1s}
          models: [{name: qwen, type: chat, servers: [{address: "%s"}]}]
          """
              .formatted(port, NginxGateway.freePort(), server.address());
      return new Gateway(server, port, NginxGateway.start(runtime, CompiledCatalog.files(catalog)));
    }
  }

  private final NginxRuntime runtime;
  private final ScriptedServer server;
  private final int port;
  private final NginxGateway nginx;

  HostileAnswersIT(NginxRuntime runtime) {
    Gateway gateway = Gateway.on(runtime);
    this.runtime = runtime;
    server = gateway.server();
    port = gateway.port();
    nginx = gateway.nginx();
  }

  @BeforeEach
  void good() {
    server.answer(OK + LENGTH + "\r\n" + BODY);
    assertThat(ask().bodyText()).isEqualTo(BODY);
  }

  @AfterEach
  void theNextClientHasItsAnswer() {
    server.answer(OK + LENGTH + "\r\n" + BODY);
    assertThat(ask().bodyText()).isEqualTo(BODY);
    assertThat(nginx.log("error.log"))
        .doesNotContain("exited on signal", "[alert]", "[emerg]", "js exception");
  }

  private RawResponse ask() {
    return RawHttpClient.plain(port)
        .post("/v1/chat/completions", "{\"model\":\"qwen\",\"messages\":[]}");
  }

  private RawResponse answered(String answer) {
    server.answer(answer);
    return ask();
  }

  @Test
  void wordsToNginxAreNotObeyed() {
    RawResponse answer =
        answered(
            OK
                + LENGTH
                + """
                X-Accel-Redirect: /etc/passwd\r
                X-Accel-Limit-Rate: 1\r
                X-Accel-Expires: 100\r
                X-Accel-Buffering: yes\r
                X-Accel-Charset: utf-16\r
                Set-Cookie: a=b\r
                Set-Cookie: c=d\r
                X-Request-Id: mine\r
                Server: vllm-secret\r
                Refresh: 0; url=http://evil.test/\r
                Connection: X-Kept\r
                \r
                """
                + BODY);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.bodyText()).isEqualTo(BODY);
    assertThat(answer.headers().toString())
        .doesNotContainIgnoringCase("x-accel")
        .doesNotContainIgnoringCase("set-cookie")
        .doesNotContain("vllm-secret", "mine");
    assertThat(answer.header("X-Request-Id").orElse("")).matches("[0-9a-f]{32}");
  }

  @Test
  void headersWithoutMeasureAre502() {
    for (String header :
        List.of(
            "X-Long: " + "v".repeat(9_000) + "\r\n",
            "X-Many: vvvvvvvvvv\r\n".repeat(1_000),
            "Set-Cookie: " + "v".repeat(70_000) + "\r\n")) {
      badGateway(OK + LENGTH + header + "\r\n" + BODY);
    }
  }

  @Test
  void headersThatAreNoneAre502() {
    for (String header :
        List.of("X-Nul: a\0b\r\n", "X Space: a\r\n", "NoColon\r\n", ": no name\r\n")) {
      RawResponse answer = answered(OK + LENGTH + header + "\r\n" + BODY);
      assertThat(answer.status()).as("%s: %s", header, answer).isIn(200, 502);
      if (answer.status() == 200) {
        assertThat(answer.headers().toString()).doesNotContain("\0").doesNotContain("no name");
      }
    }
    RawResponse bare = answered(OK + LENGTH + "X-A: a\rX-Evil: 1\r\n\r\n" + BODY);
    assertThat(bare.status()).isIn(200, 502);
    assertThat(bare.header("X-Evil")).isEmpty();
  }

  @Test
  void aFramingThatContradictsItselfIsNeverAmbiguous() {
    for (String framing :
        List.of(
            LENGTH + "Content-Length: 3\r\n",
            "Content-Length: 3\r\n" + LENGTH,
            LENGTH + LENGTH,
            "Content-Length: -7\r\n",
            "Content-Length: 7, 7\r\n",
            "Content-Length: 0x7\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: xchunked\r\n" + LENGTH)) {
      if (status(OK + framing + "\r\n" + BODY) == 0) {
        continue;
      }
      RawResponse answer = answered(OK + framing + "\r\n" + BODY);
      assertThat(answer.status()).as("%s: %s", framing, answer).isIn(200, 502);
      if (answer.status() == 200) {
        assertThat(answer.headers().stream().filter(h -> h.is("content-length")).count())
            .as("%s: %s", framing, answer)
            .isLessThanOrEqualTo(1);
        assertThat(BODY).as("%s: %s", framing, answer).startsWith(answer.bodyText());
      }
      if (runtime.version() != NginxVersion.V1_22 && !framing.startsWith("Transfer")) {
        assertThat(answer.status()).as("%s: %s", framing, answer).isEqualTo(502);
      }
    }
    RawResponse both =
        answered(OK + LENGTH + "Transfer-Encoding: chunked\r\n\r\n7\r\n" + BODY + "\r\n0\r\n\r\n");
    assertThat(both.status()).isIn(200, 502);
    if (both.status() == 200) {
      assertThat(both.bodyText()).isEqualTo(BODY);
    } else {
      assertThat(both.bodyText()).contains("\"code\":\"bad_gateway\"").doesNotContain(BODY);
    }
  }

  /** More than was announced stays on a connection that the next client may get. */
  @Test
  void whatFollowsAnAnswerIsNobodysAnswer() {
    String second = OK + "Content-Length: 8\r\n\r\nsmuggled";
    for (String first :
        List.of(
            OK + LENGTH + "\r\n" + BODY,
            OK + "Transfer-Encoding: chunked\r\n\r\n7\r\n" + BODY + "\r\n0\r\n\r\n",
            OK + "Content-Length: 0\r\n\r\n")) {
      for (int i = 0; i < 4; i++) {
        RawResponse answer = answered(first + second);
        assertThat(answer.bodyText()).as("%s", answer).doesNotContain("smuggled");
      }
      server.answer(OK + LENGTH + "\r\n" + BODY);
      for (int i = 0; i < 4; i++) {
        assertThat(ask().bodyText()).isEqualTo(BODY);
      }
    }
  }

  @Test
  void chunksThatAreNoneCutTheAnswer() {
    for (String chunks :
        List.of("-1\r\na", "zz\r\na", "fffffffffffffffff\r\na", "7\r\n" + BODY + "XX0\r\n\r\n")) {
      assertThat(status(OK + "Transfer-Encoding: chunked\r\n\r\n" + chunks))
          .as(chunks)
          .isIn(0, 502);
    }
  }

  @Test
  void aStatusThatIsNoneIsNotPassed() {
    assertThat(status("HTTP/1.1 99999 Odd\r\n" + LENGTH + "\r\n" + BODY)).isNotEqualTo(200);
    assertThat(status("HTTP/1.1 20 OK\r\n" + LENGTH + "\r\n" + BODY)).isNotEqualTo(200);
  }

  /** 0: cut off, or closed without an answer. To be silent instead fails. */
  private int status(String bytes) {
    try {
      RawResponse answer = answered(bytes);
      return answer.complete() ? answer.status() : 0;
    } catch (AssertionError e) {
      return 0;
    }
  }

  private void badGateway(String bytes) {
    RawResponse answer = answered(bytes);
    assertThat(answer.status()).as("%s", answer).isEqualTo(502);
    assertThat(answer.bodyText()).contains("\"code\":\"bad_gateway\"");
  }
}
