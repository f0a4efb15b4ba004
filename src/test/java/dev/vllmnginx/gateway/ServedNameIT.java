package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** Clients say the public name, the servers of the model get the name that they know. */
@OnEveryNginx
class ServedNameIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String SERVED = RenamingGateway.SERVED;

  private final RenamingGateway gateway;
  private final RecordingBackend first;

  ServedNameIT(NginxRuntime runtime) {
    gateway = RenamingGateway.on(runtime);
    first = gateway.first();
  }

  /** Where the name stands in the body is marked with {@code <>}. */
  private void assertOnlyTheNameChanges(String marked) {
    for (boolean chunked : new boolean[] {false, true}) {
      first.reset();
      byte[] sent = bytes(marked.replace("<>", "\"public\""));

      RawResponse answer = send(sent, chunked);

      assertThat(answer.status()).as("%s: %s", marked, answer).isEqualTo(200);
      assertThat(first.onlyRequest().body())
          .as("%s, chunked %s", marked, chunked)
          .isEqualTo(bytes(marked.replace("<>", '"' + SERVED + '"')));
      assertThat(first.onlyRequest().header("content-length"))
          .contains(Integer.toString(first.onlyRequest().body().length));
      assertThat(first.onlyRequest().header("transfer-encoding")).isEmpty();
    }
  }

  @Test
  void changesTheNameAndNoOtherByte() {
    assertOnlyTheNameChanges("{\"messages\":[],\"model\":<>}");
    assertOnlyTheNameChanges("{\"model\":<>,\"messages\":[],\"n\":12345678901234567890,\"t\":1.0}");
    assertOnlyTheNameChanges("{ \"b\" : 1.0E+2 ,\r\n\t\"model\" :\n<> , \"a\":\"\\u00e9\\/\" }\n");
    assertOnlyTheNameChanges("{\"mod\\u0065l\":<>,\"x\":\"\\\"model\\\":\\\"public\\\"\"}");
    assertOnlyTheNameChanges(
        "{\"a\":{\"model\":\"public\"},\"model\":<>,\"b\":[{\"model\":\"x\"}]}");
    assertOnlyTheNameChanges(
        "{\"messages\":\"\u6a21\u578b \ud83d\ude00\",\"model\":<>,\"z\":\"\u00e9\"}");
  }

  @Test
  void changesTheNameOfLargeBodies() {
    String text = "\u6a21\u578b \\\"model\\\":\\\"x\\\" ".repeat(20_000);
    String tools =
        "{\"model\":{\"type\":\"string\"},\"mod\\u0065l\":\"public\"},".repeat(500) + "1";

    assertOnlyTheNameChanges("{\"messages\":\"" + text + "\",\"model\":<>}");
    assertOnlyTheNameChanges("{\"model\":<>,\"messages\":\"" + text + "\"}");
    assertOnlyTheNameChanges("{\"m\":\"" + text + "\",\"model\":<>,\"n\":\"" + text + "\"}");
    assertOnlyTheNameChanges("{\"tools\":[" + tools + "],\"model\":<>,\"more\":[" + tools + "]}");
    assertOnlyTheNameChanges("{\"model\":<>,\"tools\":[" + tools + "],\"n\":1.0}");
    assertOnlyTheNameChanges(
        "{\"a\":" + "[".repeat(100) + "]".repeat(100) + ",\"model\":<>,\"n\":\"" + text + "\"}");
  }

  @Test
  void leavesBytesThatAreNoTextAsTheyAre() {
    byte[] invalid = {'"', (byte) 0xff, 0x01, (byte) 0xc3, '"'};
    byte[] body =
        concat(bytes("{\"messages\":"), invalid, bytes(",\"pad\":\"" + "x".repeat(5000) + "\""));

    send(concat(body, bytes(",\"model\":\"public\"}")), false);

    assertThat(first.onlyRequest().body())
        .isEqualTo(concat(body, bytes(",\"model\":\"" + SERVED + "\"}")));
  }

  @Test
  void takesAliasesAndFallbacksForTheSameModel() {
    for (String name : List.of("gpt-4o", "unheard-of", "public")) {
      first.reset();

      assertThat(send(bytes("{\"model\":\"" + name + "\"}"), false).status()).isEqualTo(200);
      assertThat(first.onlyRequest().bodyText()).isEqualTo("{\"model\":\"" + SERVED + "\"}");
    }
  }

  @Test
  void addsNoNameWhereThereIsNone() {
    for (String body :
        List.of("{\"messages\":[]}", "{\"model\":null}", "{\"a\":{\"model\":\"x\"}}")) {
      first.reset();

      assertThat(send(bytes(body), false).status()).as(body).isEqualTo(200);
      assertThat(first.onlyRequest().bodyText()).isEqualTo(body);
    }
  }

  @Test
  void refusesANameThatItCannotReplace() {
    RawResponse answer = send(bytes("{\"model\":\"" + "x".repeat(2000) + "\"}"), false);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.bodyText()).contains("\"code\":\"model_required\"");
    assertThat(first.requests()).isEmpty();
  }

  @Test
  void sendsTheSameBodyToTheNextServer() {
    first.refuse();
    try {
      RawResponse answer = send(bytes("{\"model\":\"public\",\"n\":1.0}"), false);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(gateway.spare().onlyRequest().bodyText())
          .isEqualTo("{\"model\":\"" + SERVED + "\",\"n\":1.0}");
    } finally {
      first.accept();
    }
  }

  @Test
  void streamsAsBefore() {
    Semaphore next = first.streamByHand(5);
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(RawHttpClient.request(CHAT, "{\"model\":\"public\",\"stream\":true}"));

      // The server sends an event only when the client has the one before.
      RawResponse answer =
          connection.readWhile(
              event -> {
                next.release();
                return true;
              });

      assertThat(answer.complete()).as("%s", answer).isTrue();
      assertThat(answer.bodyText()).endsWith("data: [DONE]\n\n").contains(SERVED);
      assertThat(answer.pieces()).hasSize(7);
    }
  }

  @Test
  void changesTheFieldOfAForm() {
    String form =
        String.join(
            "\r\n",
            "--b",
            "Content-Disposition: form-data; name=\"file\"; filename=\"a.wav\"",
            "",
            "whisper\u0000\u00e9",
            "--b",
            "Content-Disposition: form-data; name=\"model\"",
            "",
            "<>",
            "--b--",
            "");
    String sent = form.replace("<>", "whisper");
    String head =
        RawHttpClient.request("/v1/audio/transcriptions", "")
            .replace("application/json", "multipart/form-data; boundary=b")
            .replace("Content-Length: 0", "Content-Length: " + bytes(sent).length);

    gateway.client().send(concat(bytes(head), bytes(sent)));

    assertThat(first.onlyRequest().bodyText()).isEqualTo(form.replace("<>", SERVED));
    assertThat(first.onlyRequest().header("content-type").orElse("")).startsWith("multipart/");
  }

  @Test
  void leavesOtherModelsAlone() {
    String body = "{\"input\":\"a\",\"model\":\"other\"}";

    RawResponse answer = gateway.client().post("/v1/embeddings", body);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(gateway.plain().onlyRequest().bodyText()).isEqualTo(body);
  }

  @Test
  void hidesAliasesFromTheListOnly() {
    assertThat(gateway.client().get("/v1/models").bodyText())
        .contains("\"public\"", "\"plain\"", "\"other\"")
        .doesNotContain("gpt-4o", SERVED);
  }

  private RawResponse send(byte[] body, boolean chunked) {
    String head =
        RawHttpClient.request(CHAT, "")
            .replace(
                "Content-Length: 0",
                chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
    return gateway.client().send(concat(bytes(head), chunked ? chunks(body) : body));
  }

  private static byte[] chunks(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int at = 0; at < body.length; at += 4000) {
      int length = Math.min(4000, body.length - at);
      out.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
      out.write(body, at, length);
      out.writeBytes(bytes("\r\n"));
    }
    out.writeBytes(bytes("0\r\n\r\n"));
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
