package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The tokens of an answer are found wherever its chunks end. */
@OnEveryNginx
class AccountingBordersIT {
  private static final String EVENT =
      "data: {\"id\":\"1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\u00e9\\\"usage\\\":{\\\"prompt_tokens\\\":9}\"}}]}\n\n";

  /** How vLLM gives the tools of a request back: as they are. */
  private static final String ECHO =
      "{\"response\":{\"output\":[],\"tools\":[{\"parameters\":{\"event: response.completed\":1,\"usage\":{\"input_tokens\":99999,\"output_tokens\":88888},\"billed_units\":{\"input_tokens\":77777}}},{\"usage\":{\"a\":{\"b\":{\"input_tokens\":66666}}}}],";

  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  AccountingBordersIT(NginxRuntime runtime) {
    nginx =
        NginxGateway.start(
            runtime,
            Map.of(
                "nginx.conf", configuration().getBytes(UTF_8),
                "pieces.js", read("src/test/resources/accounting/pieces.js"),
                "accounting.js", read("njs/accounting.js")));
  }

  @AfterEach
  void stop() {
    nginx.close();
  }

  @Test
  void findsTheTokensWhereverChunksEnd() {
    assertThat(
            found(
                "/plain",
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"total_tokens\":23,\"completion_tokens\":2,\"prompt_tokens_details\":{\"cached_tokens\":16},\"completion_tokens_details\":null},\"metrics\":null}"))
        .isEqualTo("[\"21 2 whole\"]");
    assertThat(
            found(
                "/events",
                EVENT
                    + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":21,\"total_tokens\":27,\"completion_tokens\":6},\"system_fingerprint\":\"x\"}\n\ndata: [DONE]\n\n"))
        .isEqualTo("[\"21 6 whole\"]");
    assertThat(
            found(
                "/events",
                "event: message_start\ndata: {\"message\":{\"usage\":{\"input_tokens\":12,\"output_tokens\":0}}}\n\n"
                    + EVENT
                    + "event: message_delta\ndata: {\"usage\":{\"output_tokens\":34}}\n\n"))
        .isEqualTo("[\"12 34 whole\"]");
    assertThat(
            found(
                "/plain",
                "{\"texts\":[\"a\"],\"meta\":{\"billed_units\":{\"input_tokens\":8,\"image_tokens\":0}},\"response_type\":\"embeddings_by_type\"}"))
        .isEqualTo("[\"8  whole\"]");
  }

  @Test
  void findsNoneInTextsOfTheModel() {
    assertThat(found("/events", EVENT + EVENT + "data: [DONE]\n\n")).isEqualTo("[\"  whole\"]");
  }

  @Test
  void takesNoUsageThatAClientWroteInAStream() {
    String created = "event: response.created\ndata: " + ECHO + "\"usage\":null}}\n\n";
    String delta =
        "event: response.output_text.delta\ndata: {\"delta\":\"event: response.completed\"}\n\n";
    assertThat(found("/events", created + delta)).isEqualTo("[\"  whole\"]");
    assertThat(
            found(
                "/events",
                created
                    + delta
                    + "event: response.completed\ndata: "
                    + ECHO
                    + "\"usage\":{\"input_tokens\":7,\"output_tokens\":5}}}\n\n"))
        .isEqualTo("[\"7 5 whole\"]");
  }

  @Test
  void takesNoUsageThatAClientWroteInAPlainAnswer() {
    String answer = ECHO + "\"usage\":{\"input_tokens\":7,\"output_tokens\":5},\"user\":null}}";
    assertThat(found("/plain", answer)).isEqualTo("[\"7 5 whole\"]");
    assertThat(found("/broken", answer)).isEqualTo("[\"  whole\"]");
  }

  private String found(String path, String answer) {
    return RawHttpClient.plain(port).post(path, answer).bodyText();
  }

  private String configuration() {
    return """
        load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
        error_log /var/log/nginx/error.log;
        events {}
        http {
            access_log off;
            js_import pieces from pieces.js;
            server {
                listen 127.0.0.1:%d;
                client_body_buffer_size 1m;
                location / { js_content pieces.find; }
            }
        }
        """
        .formatted(port);
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
