package dev.vllmnginx.gateway;

import static dev.vllmnginx.gateway.KeyGateway.CHAT;
import static dev.vllmnginx.gateway.KeyGateway.CHAT_MODEL;
import static dev.vllmnginx.gateway.KeyGateway.DISABLED_KEY;
import static dev.vllmnginx.gateway.KeyGateway.EMBEDDING_KEY;
import static dev.vllmnginx.gateway.KeyGateway.EMBEDDING_MODEL;
import static dev.vllmnginx.gateway.KeyGateway.EXPIRED_KEY;
import static dev.vllmnginx.gateway.KeyGateway.KEY;
import static dev.vllmnginx.gateway.KeyGateway.KEYS;
import static dev.vllmnginx.gateway.KeyGateway.NEWER_KEY;
import static dev.vllmnginx.gateway.KeyGateway.OLDER_KEY;
import static dev.vllmnginx.gateway.KeyGateway.OUTDATED_KEY;
import static dev.vllmnginx.gateway.KeyGateway.PREVIOUS_KEY;
import static dev.vllmnginx.gateway.KeyGateway.ROTATED_KEY;
import static dev.vllmnginx.gateway.KeyGateway.bearer;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Collections.nCopies;
import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.AccessLog;
import dev.vllmnginx.testing.HttpHeader;
import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordingBackend;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who is let in, and what the others are told. */
@OnEveryNginx
class KeysIT {
  private final NginxRuntime runtime;
  private final KeyGateway gateway;

  KeysIT(NginxRuntime runtime) {
    this.runtime = runtime;
    gateway = KeyGateway.on(runtime);
  }

  @Test
  void letsAKeyIn() {
    for (String line :
        List.of(
            bearer(KEY),
            bearer(OLDER_KEY),
            bearer(NEWER_KEY),
            bearer(ROTATED_KEY),
            bearer(PREVIOUS_KEY),
            bearer(KEY) + "   ",
            "Authorization:    Bearer " + KEY,
            "authorization: bearer " + KEY)) {
      RawResponse answer = gateway.ask(line);

      assertThat(answer.status()).as("%s: %s", line, answer).isEqualTo(200);
    }
    assertThat(gateway.chat().requests()).hasSize(8);
  }

  @Test
  void keepsTheKeyFromTheServer() {
    gateway.ask(bearer(KEY), "x-api-key: " + KEY, "Connection: close, Authorization");

    assertThat(gateway.chat().onlyRequest().headers())
        .noneMatch(header -> header.value().contains(KEY))
        .noneMatch(header -> header.is("Authorization"));
  }

  @Test
  void refusesEverythingElseWithTheSameBytes() {
    List<String> refused =
        List.of(
            "X-Nothing: a",
            bearer("sk-vllm-0AnotherKey"),
            bearer(KEY.toUpperCase(Locale.ROOT)),
            bearer(EXPIRED_KEY),
            bearer(DISABLED_KEY),
            bearer(OUTDATED_KEY),
            bearer(KEY + "x"),
            bearer(KEY.substring(1)),
            bearer(KEY + ", Bearer " + KEY),
            "Authorization: " + KEY,
            "Authorization: Bearer",
            "Authorization: Bearer" + KEY,
            "Authorization: Bearer  " + KEY,
            "Authorization: Bearer\t" + KEY,
            "Authorization: Basic " + KEY,
            "Authorization: Token " + KEY,
            "Authorization:",
            "Authorization: Bearer " + "k".repeat(7000),
            "Proxy-Authorization: Bearer " + KEY,
            "x-api-key: " + KEY,
            "Cookie: Authorization=" + KEY);
    Set<String> answers = new TreeSet<>();
    for (String line : refused) {
      RawResponse answer = gateway.ask(line);

      assertThat(answer.status()).as("%s: %s", line, answer).isEqualTo(401);
      answers.add(comparable(answer));
    }
    byte[] foreign =
        RawHttpClient.request(CHAT, "{}", bearer("k\u00ff\u00e9")).getBytes(ISO_8859_1);
    answers.add(comparable(gateway.client().send(foreign)));

    assertThat(answers).hasSize(1);
    assertThat(answers.iterator().next())
        .contains("WWW-Authenticate: Bearer", "application/json", "\"code\":\"invalid_api_key\"");
    assertThat(gateway.chat().requests()).isEmpty();
  }

  private static String comparable(RawResponse answer) {
    List<String> lines = new ArrayList<>(List.of(answer.statusLine()));
    for (HttpHeader header : answer.headers()) {
      if (!header.is("Date") && !header.is("X-Request-Id")) {
        lines.add(header.name() + ": " + header.value());
      }
    }
    return String.join("\n", lines) + "\n" + answer.bodyText();
  }

  @Test
  void refusesTwoKeys() {
    for (String other : List.of(KEY, OLDER_KEY, "sk-vllm-0AnotherKey")) {
      RawResponse answer = gateway.ask(bearer(KEY), bearer(other));

      assertThat(answer.status()).as("%s", answer).isEqualTo(400);
      assertThat(answer.bodyText()).contains("bad_request");
    }
    assertThat(gateway.chat().requests()).isEmpty();
  }

  @Test
  void refusesWhatIsNoHeader() {
    assertThat(gateway.ask(bearer("k".repeat(9000))).status()).isIn(400, 431);
    assertThat(gateway.ask(bearer(KEY + "\u0000")).status()).isEqualTo(400);
  }

  @Test
  void decidesBeforeTheBodyIsRead() {
    String announced =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n";
    try (RawConnection connection = gateway.client().connect()) {
      connection.send(announced.formatted(CHAT, bearer("sk-vllm-0AnotherKey")));
      RawResponse answer = connection.read();

      assertThat(answer.status()).isEqualTo(401);
      assertThat(new String(answer.raw(), ISO_8859_1)).startsWith("HTTP/1.1 401");
    }
    try (RawConnection connection = gateway.client().connect()) {
      String body = KeyGateway.body(CHAT_MODEL);
      connection.send(
          announced.formatted(CHAT, bearer(KEY)).replace("Length: 100", "Length: " + body.length())
              + body);
      RawResponse answer = connection.read();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(new String(answer.raw(), ISO_8859_1)).startsWith("HTTP/1.1 100 Continue");
    }
  }

  @Test
  void guardsEveryPathThatKnowsModels() {
    String nobody = "%s %s HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (String request :
        List.of(
            nobody.formatted("GET", "/v1/models"),
            nobody.formatted("GET", "/v1/models/" + CHAT_MODEL),
            nobody.formatted("GET", "/v1/models/none"),
            nobody.formatted("OPTIONS", CHAT),
            nobody.formatted("GET", CHAT),
            nobody.formatted("POST", "/v1/embeddings"))) {
      assertThat(gateway.client().send(request).status()).as(request).isEqualTo(401);
    }
    assertThat(gateway.get("/v1/models", KEY).status()).isEqualTo(200);
    assertThat(gateway.get("/v1/models/" + CHAT_MODEL, KEY).status()).isEqualTo(200);
    assertThat(gateway.get("/v1/models/none", KEY).status()).isEqualTo(404);
    assertThat(gateway.get("/metrics", KEY).status()).isEqualTo(404);
  }

  @Test
  void aModelThatAKeyMayNotUseDoesNotExistForIt() {
    for (String name : List.of(CHAT_MODEL, "llama")) {
      RawResponse refused = gateway.post(CHAT, name, EMBEDDING_KEY);
      RawResponse unknown = gateway.post(CHAT, "other", EMBEDDING_KEY);

      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.bodyText()).isEqualTo(unknown.bodyText().replace("other", name));
      assertThat(gateway.get("/v1/models/" + name, EMBEDDING_KEY).bodyText())
          .isEqualTo(refused.bodyText());
    }
    assertThat(gateway.chat().requests()).isEmpty();
    assertThat(gateway.post("/v1/embeddings", EMBEDDING_MODEL, EMBEDDING_KEY).status())
        .isEqualTo(200);
    assertThat(gateway.post(CHAT, CHAT_MODEL, KEY).status()).isEqualTo(200);
    assertThat(gateway.post(CHAT, CHAT_MODEL.toUpperCase(Locale.ROOT), KEY).status())
        .isEqualTo(404);
  }

  @Test
  void showsAKeyOnlyItsModels() {
    assertThat(gateway.get("/v1/models", EMBEDDING_KEY).bodyText())
        .contains("\"id\":\"e5\"")
        .doesNotContain("llama");
    assertThat(gateway.get("/v1/models", KEY).bodyText())
        .contains("\"id\":\"e5\"", "\"id\":\"llama-3\"", "\"id\":\"llama\"");
    assertThat(gateway.get("/v1/models/e5", EMBEDDING_KEY).status()).isEqualTo(200);
  }

  @Test
  void aFallbackIsForKeysThatMayUseIt() {
    String fallbacks = "  unknown_model: llama-3\n  missing_model: llama-3\n";
    try (KeyGateway own = new KeyGateway(runtime, fallbacks, KeyGateway.keys())) {
      String nameless = RawHttpClient.request(CHAT, "{}", bearer(EMBEDDING_KEY));

      own.post(CHAT, "other", KEY);
      own.client().send(nameless.replace(EMBEDDING_KEY, KEY));
      assertThat(own.chat().requests()).hasSize(2);
      assertThat(own.post(CHAT, "other", EMBEDDING_KEY).status()).isEqualTo(404);
      assertThat(own.post(CHAT, CHAT_MODEL, EMBEDDING_KEY).status()).isEqualTo(404);
      assertThat(own.client().send(nameless).bodyText()).contains("model_required");
      assertThat(own.chat().requests()).hasSize(2);
    }
  }

  @Test
  void anthropicsPathsTakeAnthropicsHeader() {
    for (List<String> shown :
        List.of(
            List.of("x-api-key: " + KEY),
            List.of(bearer(KEY)),
            List.of(bearer(KEY), "x-api-key: " + KEY))) {
      assertThat(ask(shown).status()).as("%s", shown).isNotIn(400, 401);
    }
    assertThat(ask(List.of("x-api-key: " + KEY, bearer(OLDER_KEY))).status()).isEqualTo(400);
    assertThat(ask(List.of("x-api-key: " + KEY, "x-api-key: " + KEY)).status()).isEqualTo(400);
    RawResponse refused = ask(List.of("x-api-key: nothing"));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
    assertThat(refused.bodyText()).contains("\"type\":\"authentication_error\"");
    assertThat(gateway.chat().requests()).hasSize(3);
  }

  private RawResponse ask(List<String> lines) {
    return gateway
        .client()
        .send(
            RawHttpClient.request(
                "/v1/messages", KeyGateway.body(CHAT_MODEL), lines.toArray(String[]::new)));
  }

  @Test
  void logsTheIdAndNeverTheKey() {
    assertLogged("team-b", gateway.ask(bearer(NEWER_KEY)));
    assertLogged("", gateway.ask(bearer("sk-vllm-0AnotherKey")));
    assertLogged("", gateway.ask(bearer(KEY), bearer(KEY)));
    assertLogged("team-a", gateway.get("/v1/models?api_key=" + KEY, KEY));

    String all = gateway.nginx().log("access.log") + gateway.nginx().log("error.log");
    assertThat(KEYS).noneMatch(all::contains);
    assertThat(all).doesNotContain("0AnotherKey");
  }

  private void assertLogged(String key, RawResponse answer) {
    assertThat(AccessLog.lineOf(gateway.nginx(), answer)).contains("\"key\":\"" + key + "\"");
  }

  @Test
  void aKeyExpiresWhileNginxRuns() throws InterruptedException {
    Duration lasts = Duration.ofMillis(2500);
    while (!expires(lasts)) {
      lasts = lasts.multipliedBy(2);
      assertThat(lasts).as("the key was never let in").isLessThan(Duration.ofMinutes(1));
    }
  }

  /** False where nginx took longer to start than the key lasts. */
  private boolean expires(Duration lasts) throws InterruptedException {
    Instant end = Instant.now().plus(lasts);
    String expires = ", expires: \"%s\"".formatted(end);
    try (KeyGateway own = new KeyGateway(runtime, KeyGateway.key("brief", KEY, expires))) {
      int status = own.ask(bearer(KEY)).status();
      if (status != 200 && !Instant.now().isBefore(end)) {
        return false;
      }
      assertThat(status).isEqualTo(200);
      while (status == 200 && Instant.now().isBefore(end.plusSeconds(10))) {
        Thread.sleep(100);
        status = own.ask(bearer(KEY)).status();
      }
      assertThat(status).isEqualTo(401);
      assertThat(Instant.now()).isAfterOrEqualTo(end);
    }
    return true;
  }

  @Test
  void guessingIsCountedForWholeNetworksOfIpv6() {
    try (KeyGateway own = new KeyGateway(runtime)) {
      // Who asks is what a header says, which stands for addresses that this machine has not.
      String server = own.nginx().file("conf.d/40-server.conf");
      own.nginx()
          .replace(
              "conf.d/40-server.conf",
              server
                  .replace(
                      "    server_tokens off;",
                      "    set_real_ip_from 127.0.0.1;\n    real_ip_header X-Test;\n    server_tokens off;")
                  .getBytes(ISO_8859_1));
      String keys = own.nginx().file("conf.d/35-keys.conf");
      own.nginx()
          .replace(
              "conf.d/35-keys.conf", keys.replace("rate=10r/s", "rate=1r/m").getBytes(ISO_8859_1));
      own.nginx()
          .replace(
              "conf.d/40-server.conf",
              own.nginx()
                  .file("conf.d/40-server.conf")
                  .replaceAll("burst=60 delay=30", "burst=2 nodelay")
                  .getBytes(ISO_8859_1));
      assertThat(own.nginx().nginx("-s reload").getExitCode()).isZero();
      for (int i = 0; i < 100 && !guess(own, "198.51.100.9", 6).equals(nCopies(6, 429)); i++) {
        RecordingBackend.pause(50);
      }

      List<Integer> one = guess(own, "2001:db8:0:a", 6);
      List<Integer> neighbour = guess(own, "2001:db8:0:b", 1);
      List<Integer> first = guess(own, "192.0.2.1", 1);
      guess(own, "192.0.2.1", 3);
      List<Integer> second = guess(own, "192.0.2.2", 1);

      assertThat(one).containsExactly(401, 401, 401, 429, 429, 429);
      assertThat(neighbour).containsExactly(401);
      assertThat(first).containsExactly(401);
      assertThat(second).containsExactly(401);
    }
  }

  /** What so many wrong keys get; from an IPv6 network, each comes from another address. */
  private static List<Integer> guess(KeyGateway gateway, String network, int count) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String address = network.contains(":") ? network + ":" + (i + 1) + "::" + i : network;
      statuses.add(gateway.ask(bearer("guess"), "X-Test: " + address).status());
    }
    return statuses;
  }

  @Test
  void guessingIsSlowedAndGoodKeysAreNot() {
    try (KeyGateway own = new KeyGateway(runtime)) {
      List<Integer> statuses = new ArrayList<>();
      List<RawConnection> waiting = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        RawConnection connection = own.client().connect();
        connection.send(RawHttpClient.request(CHAT, "{}", bearer("guess-" + i)));
        waiting.add(connection);
      }
      assertThat(own.ask(bearer(KEY)).status()).isEqualTo(200);
      for (RawConnection connection : waiting) {
        RawResponse answer = connection.read();
        statuses.add(answer.status());
        if (answer.status() == 429) {
          assertThat(answer.header("Retry-After")).contains("1");
          assertThat(answer.bodyText()).contains("rate_limit_exceeded");
        }
        connection.close();
      }
      String log = own.nginx().log("access.log");
      assertThat(log).contains("\"error\":\"rate_limit_exceeded\"");
      assertThat(statuses).contains(401, 429).containsOnly(401, 429);
      assertThat(statuses.stream().filter(status -> status == 401).count()).isBetween(60L, 89L);
    }
  }
}
