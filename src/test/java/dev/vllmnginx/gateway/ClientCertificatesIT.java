package dev.vllmnginx.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.catalog.KeyHash;
import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.ClientCertificate;
import dev.vllmnginx.testing.CompiledCatalog;
import dev.vllmnginx.testing.NginxGateway;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RecordingBackend;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of clients, shown by openssl. */
@OnEveryNginx
class ClientCertificatesIT {
  private static final String KEY = "sk-vllm-0KeyOfAClient";

  private static final Pattern REQUEST_ID = Pattern.compile("X-Request-Id: ([0-9a-f]{32})\r\n");

  private final NginxRuntime runtime;
  private final RecordingBackend chat = RecordingBackend.chat("chat", "chat");
  private final RecordingBackend other = RecordingBackend.chat("other", "other");
  private final int port = NginxGateway.freePort();

  ClientCertificatesIT(NginxRuntime runtime) {
    this.runtime = runtime;
  }

  @AfterEach
  void close() {
    chat.close();
    other.close();
  }

  private Map<String, byte[]> files(String auth, String keys) {
    return CompiledCatalog.files(
        runtime,
        """
        version: 1
        nginx: {pid: /run/client-certificates.pid}
        gateway:
          listen: []
          status_listen: "127.0.0.1:%d"
          server_name: [gateway.test]
          tls: {listen: ["127.0.0.1:%d"], certificate: /etc/ssl/api.pem, certificate_key: /etc/ssl/api.key, client_ca: /etc/ssl/clients.pem, client_auth: %s}
        %smodels:
          - {name: chat, type: chat, servers: [{address: "%s"}]}
          - {name: other, type: chat, servers: [{address: "%s"}]}
        """
            .formatted(NginxGateway.freePort(), port, auth, keys, chat.address(), other.address()));
  }

  private static String keys() {
    return "api_keys: [{id: t, sha256: \"" + KeyHash.of(KEY) + "\", models: [other]}]\n";
  }

  /** What openssl's client gets for a request of a model: the whole answer. */
  private String ask(
      String model, @Nullable Path certificate, String header, String... moreArguments) {
    List<String> command =
        new ArrayList<>(
            List.of("openssl", "s_client", "-quiet", "-ign_eof", "-connect", "127.0.0.1:" + port));
    command.addAll(List.of(moreArguments));
    if (List.of(moreArguments).stream().noneMatch(argument -> argument.endsWith("servername"))) {
      command.addAll(List.of("-servername", "gateway.test"));
    }
    if (certificate != null) {
      String key = certificate.toString().replace(".pem", ".key");
      command.addAll(List.of("-cert", certificate.toString(), "-key", key));
    }
    String body = "{\"messages\":[],\"model\":\"" + model + "\"}";
    String request =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway.test\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n"
            + header
            + "\r\n"
            + body;
    try {
      Process openssl =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      try (OutputStream out = openssl.getOutputStream()) {
        out.write(request.getBytes(UTF_8));
        out.flush();
        return new String(openssl.getInputStream().readAllBytes(), UTF_8);
      }
    } catch (IOException e) {
      return "broken: " + e;
    }
  }

  private static int status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
  }

  /** The line that the request of this answer left in the log. */
  private static String line(NginxGateway nginx, String answer) {
    Matcher id = REQUEST_ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return AccessLog.line(nginx, id.group(1));
  }

  private static String bearer(String key) {
    return "Authorization: Bearer " + key + "\r\n";
  }

  @Test
  void withoutAGoodCertificateNobodyComesIn() {
    try (NginxGateway nginx = NginxGateway.start(runtime, files("required", ""))) {
      String good = ask("chat", ClientCertificate.good(), "");
      assertThat(status(good)).as(good).isEqualTo(200);
      String none = ask("chat", null, "");
      List<String> refused = new ArrayList<>(List.of(none));
      assertThat(none)
          .startsWith("HTTP/1.1 400 ")
          .contains("application/json", "\"code\":\"client_certificate_required\"");
      for (Path bad : List.of(ClientCertificate.strange(), ClientCertificate.selfSigned())) {
        refused.add(ask("chat", bad, ""));
        assertThat(refused.get(refused.size() - 1))
            .startsWith("HTTP/1.1 400 ")
            .contains("application/json", "\"code\":\"client_certificate_invalid\"");
      }
      assertThat(chat.requests()).hasSize(1);
      assertThat(line(nginx, good)).contains("\"certificate\":\"CN=team-a,O=Example\"");
      assertThat(refused).allMatch(answer -> line(nginx, answer).contains("\"certificate\":\"\""));
      assertThat(nginx.log("access.log")).doesNotContain("BEGIN", "serial", "fingerprint");
    }
  }

  @Test
  void whereKeysAreNeededACertificateIsNotEnough() {
    try (NginxGateway nginx = NginxGateway.start(runtime, files("required", keys()))) {
      assertThat(status(ask("other", ClientCertificate.good(), ""))).isEqualTo(401);
      String good = ask("other", ClientCertificate.good(), bearer(KEY));
      assertThat(status(good)).as(good).isEqualTo(200);
      assertThat(status(ask("chat", ClientCertificate.good(), bearer(KEY)))).isEqualTo(404);
      assertThat(status(ask("other", null, bearer(KEY)))).isEqualTo(400);
      assertThat(line(nginx, good)).contains("\"key\":\"t\"");
    }
  }

  @Test
  void eitherSufficesWhereItIsOptional() {
    try (NginxGateway nginx = NginxGateway.start(runtime, files("optional", keys()))) {
      assertThat(status(ask("chat", ClientCertificate.good(), ""))).isEqualTo(200);
      assertThat(status(ask("chat", ClientCertificate.good(), bearer("wrong")))).isEqualTo(200);
      assertThat(status(ask("other", null, bearer(KEY)))).isEqualTo(200);
      assertThat(status(ask("chat", null, bearer(KEY)))).isEqualTo(404);
      assertThat(status(ask("chat", null, ""))).isEqualTo(401);
      assertThat(status(ask("chat", null, bearer("wrong")))).isEqualTo(401);
      String strange = ask("other", ClientCertificate.strange(), bearer(KEY));
      assertThat(status(strange)).as(strange).isEqualTo(400);
      assertThat(line(nginx, strange)).contains("\"status\":400");
      assertThat(nginx.log("error.log")).doesNotContain("[error] ", "[crit]");
    }
  }

  /**
   * A site on the same address, its default server, trusts another authority: nginx asks for
   * certificates before it knows which server a client wants.
   */
  private Map<String, byte[]> besideANeighbour(String auth, String keys) throws IOException {
    Map<String, byte[]> files = new HashMap<>(files(auth, keys));
    String server = new String(files.get("conf.d/40-server.conf"), UTF_8);
    String neighbour =
        """
        server {
            listen 127.0.0.1:%d ssl;
            server_name neighbour.test;
            ssl_certificate /etc/ssl/api.pem;
            ssl_certificate_key /etc/ssl/api.key;
            ssl_client_certificate neighbour.pem;
            ssl_verify_client on;
            ssl_protocols TLSv1.2 TLSv1.3;
            ssl_session_cache shared:neighbour:1m;
            location / { return 200 "neighbour $ssl_session_reused"; }
        }
        """
            .formatted(port);
    // The neighbour is the default server, whose sessions nginx looks at before it knows the name.
    files.put(
        "conf.d/40-server.conf",
        (neighbour.replace(" ssl;", " ssl default_server;") + server.replace(" default_server", ""))
            .replace(
                "    ssl_reject_handshake on;\n",
                "    ssl_certificate /etc/ssl/api.pem;\n    ssl_certificate_key /etc/ssl/api.key;\n")
            .getBytes(UTF_8));
    files.put("neighbour.pem", Files.readAllBytes(ClientCertificate.otherAuthority()));
    return files;
  }

  @Test
  void aHandshakeWithAnotherServerDoesNotOpenTheGateway() throws IOException {
    for (String auth : List.of("required", "optional")) {
      String keys = auth.equals("optional") ? keys() : "";
      try (NginxGateway nginx = NginxGateway.start(runtime, besideANeighbour(auth, keys))) {
        assertThat(status(ask("chat", ClientCertificate.good(), "", "-servername", "GATEWAY.test")))
            .isEqualTo(200);
        for (List<String> name :
            List.of(List.of("-noservername"), List.of("-servername", "nobody.test"))) {
          String strange =
              ask("chat", ClientCertificate.strange(), "", name.toArray(String[]::new));

          assertThat(status(strange)).as("%s, %s%n%s", auth, name, strange).isEqualTo(421);
          assertThat(strange).contains("\"code\":\"misdirected_request\"");
        }
        assertThat(chat.requests()).as(nginx.log("error.log")).hasSize(1);
        chat.reset();
      }
    }
  }

  /**
   * Nor do the neighbour's sessions, not on an nginx either that lets a session of one server be
   * taken up at another (CVE-2025-23419).
   */
  @Test
  void aSessionOfAnotherServerDoesNotOpenTheGateway(@TempDir Path directory) throws IOException {
    Map<String, byte[]> files = besideANeighbour("required", "");
    try (NginxGateway nginx = NginxGateway.start(runtime, files)) {
      for (String version : List.of("-tls1_3", "-tls1_2")) {
        Path session = Files.createFile(directory.resolve("session" + version + ".pem"));
        String first =
            ask(
                "chat",
                ClientCertificate.strange(),
                "",
                "-servername",
                "neighbour.test",
                "-sess_out",
                session.toString(),
                version);
        String taken =
            ask(
                "chat",
                null,
                "",
                "-servername",
                "gateway.test",
                "-sess_in",
                session.toString(),
                version);

        assertThat(Files.size(session))
            .as("%s %s%n%s", version, first, nginx.log("error.log"))
            .isPositive();
        assertThat(status(taken)).as("%s%n%s", version, taken).isNotEqualTo(200);
      }
      assertThat(chat.requests()).as(nginx.log("error.log")).isEmpty();
    }
  }
}
