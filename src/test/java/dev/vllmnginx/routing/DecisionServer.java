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
            %s
            server {
                listen 127.0.0.1:%d;
                client_max_body_size 64m;
                client_body_buffer_size 64m;
                location = /told { js_content decide.told; }
                location = /searched { js_content decide.searched; }
                location = /untold { js_content decide.untold; }
            }
        }
        """
        .formatted(searchesOfTheTemplate(), port);
  }

  /** The searches that the gateway has for decision.js, as the template has them. */
  private static String searchesOfTheTemplate() {
    String routes = read("templates/conf.d/30-routes.conf.ftl");
    int start = routes.indexOf("map $request_body $vllm_small_model {");
    int main = routes.indexOf("[#if main??]\n", start);
    int without = routes.indexOf("[#else]", main);
    int both = routes.indexOf("[/#if]", without);
    int end = routes.indexOf("\n}\n", routes.indexOf("map $request_body $vllm_spelled_letters {"));
    return routes.substring(start, main)
        + routes.substring(main + "[#if main??]\n".length(), without)
        + routes.substring(both + "[/#if]".length(), end + 3);
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
