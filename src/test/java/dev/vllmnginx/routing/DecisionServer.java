package dev.vllmnginx.routing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** A real nginx that says what the gateway's njs/decision.js decides on the bodies it is sent. */
final class DecisionServer implements AutoCloseable {
  /** How much of a request is given to the script. */
  enum Knowledge {
    /** What the gateway gives. */
    TOLD,
    /** What the gateway gives, after nginx's own search of the body has had its say. */
    SEARCHED,
    /** The body alone. */
    UNTOLD
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private final int port = NginxGateway.freePort();
  private final NginxGateway nginx;

  DecisionServer(NginxRuntime runtime) {
    nginx =
        NginxGateway.start(
            runtime,
            Map.of(
                "nginx.conf", configuration(port).getBytes(UTF_8),
                "decide.js", read("src/test/resources/routing/decide.js").getBytes(UTF_8),
                "njs/decision.js", read("njs/decision.js").getBytes(UTF_8)));
  }

  private static String configuration(int port) {
    return """
        load_module /usr/lib/nginx/modules/ngx_http_js_module.so;
        pcre_jit on;
        error_log /var/log/nginx/error.log;
        events {}
        http {
            access_log off;
            keepalive_requests 100000000;
            js_import decide from decide.js;
            js_var $vllm_mentions;
            map $content_length $look {
                default @vllm_large_body;
                "~^(?:[1-9][0-9]?|[1-4][0-9]{2}|50[0-9]|51[0-2])$" @vllm_small_body;
            }
            server {
                listen 127.0.0.1:%d;
                client_max_body_size 64m;
                client_body_buffer_size 64m;
                location = /told { js_content decide.told; }
                location = /untold { js_content decide.untold; }
                location = /.read { return 204; }
                location = /searched {
                    mirror /.read;
                    empty_gif;
                    recursive_error_pages on;
                    error_page 405 = $look;
                }
                location @found { js_content decide.found; }
                location @vllm_script { js_content decide.told; }
                %s
            }
        }
        """
        .formatted(port, searchesOfTheTemplate());
  }

  /** The searches that the gateway has for decision.js, as the template has them. */
  private static String searchesOfTheTemplate() {
    String server = read("templates/conf.d/40-server.conf.ftl");
    int start = server.indexOf("    location @vllm_small_body {");
    int end = server.indexOf("\n    }\n", server.indexOf("    location @vllm_large_body {")) + 7;
    String looks =
        "error_page 405 = @found; error_page 418 = @vllm_script; recursive_error_pages on;\n";
    return server
        .substring(start, end)
        .replaceAll("(?s)\\[#else].*?(?=\\[/#if])", "")
        .replaceAll("\\[/?#if[^]]*]\n", "")
        .replace("[@looks/]\n", looks);
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A keep-alive connection; for one thread. */
  RawConnection connect() {
    return RawHttpClient.plain(port).connect();
  }

  /** What is decided on this body. */
  static JsonNode ask(RawConnection connection, byte[] body, Knowledge knowledge) {
    String path = "/" + knowledge.name().toLowerCase(Locale.ROOT);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, body.length)
            .getBytes(US_ASCII));
    request.writeBytes(body);
    connection.send(request.toByteArray());
    RawResponse answer = connection.read();
    if (answer.status() != 200) {
      throw new AssertionError("status " + answer.status() + " for " + new String(body, UTF_8));
    }
    return JSON.readTree(answer.bodyText());
  }

  @Override
  public void close() {
    nginx.close();
  }
}
