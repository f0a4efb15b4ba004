package dev.vllmnginx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.testing.CommandLineRun;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExplainCommandTest {
  private static JsonNode json(String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode json = JsonMapper.shared().readTree(run.out());
    assertThat(json.path("schemaVersion").intValue()).isEqualTo(1);
    return json;
  }

  @Test
  void explainsACode() {
    CommandLineRun run = CommandLineRun.of("explain", "vn201");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            VN201: a key that the catalog does not know

              It is misspelt or stands at the wrong place. If it were ignored, what it sets would
              silently not hold.

              To mend it: Take the key that is suggested, or look at what there is: vllm-nginx explain,
              vllm-nginx explain gateway.

              Wrong:
                gateway:
                  server_names: [api.example.com]

              Right:
                gateway:
                  server_name: [api.example.com]
            """);
  }

  @Test
  void explainsAKey() {
    assertThat(CommandLineRun.of("explain", "models[0].servers[1].max_fails").out())
        .isEqualTo(
            """
            models[].servers[].max_fails

              Failures within fail_timeout after which a server is left alone for as long (max_fails).
              0: never.

              type     whole number
              range    from 0 to 1000
              default  3
              nginx    max_fails

              Example:
                models:
                  - servers:
                      - max_fails: 3
            """);
    assertThat(CommandLineRun.of("explain", "metrics").out())
        .isEqualTo(
            """
            metrics

              Figures of the gateway for Prometheus. Needs nginx.njs 0.8.1.

              type  mapping

              Keys:
                listen  Where GET /metrics is answered: a loopback address and a port, or a unix socket.
                        Required.
                by_key  Whether requests and tokens are also counted for each API key.
            """);
  }

  @Test
  void listsWhatThereIs() {
    CommandLineRun run = CommandLineRun.of("explain");

    assertThat(run.exitCode()).isZero();
    for (DiagnosticCode code : DiagnosticCode.values()) {
      assertThat(run.out()).contains("  " + code.id() + "  " + code.title() + "\n");
    }
    assertThat(run.out())
        .contains("\n  version   The version of the catalog's format. Required.\n");
  }

  @Test
  void explainsExitCodes() {
    CommandLineRun run = CommandLineRun.of("explain", "exit-codes");

    assertThat(run.out().lines()).hasSize(ExitCode.values().length);
    assertThat(run.out())
        .startsWith(" 0  OK              done, or nothing to do\n")
        .contains("75  LOCKED          another apply or rollback is at work");
  }

  @Test
  void saysWhatMayHaveBeenMeant() {
    CommandLineRun typo = CommandLineRun.of("explain", "gateway.tls.lisen");
    CommandLineRun end = CommandLineRun.of("explain", "max_fails", "--format", "json");
    CommandLineRun strange = CommandLineRun.of("explain", "\u001b[31m");

    assertThat(typo.exitCode()).isEqualTo(2);
    assertThat(typo.out()).isEmpty();
    assertThat(typo.err())
        .isEqualTo(
            """
            vllm-nginx: nothing is called "gateway.tls.lisen"
              hint: did you mean "gateway.tls.listen"?
            """);
    assertThat(end.exitCode()).isEqualTo(2);
    assertThat(end.out()).isEmpty();
    assertThat(end.err())
        .contains("did you mean \"defaults.max_fails\" or \"models.servers.max_fails\"?");
    assertThat(strange.exitCode()).isEqualTo(2);
    assertThat(strange.err()).contains("`vllm-nginx explain` lists").doesNotContain("\u001b");
  }

  @Test
  void saysAllInJson() {
    JsonNode all = json("explain", "--format", "json");
    JsonNode code = json("explain", "VN101", "--format", "json");
    JsonNode codes = json("explain", "exit-codes", "--format", "json");

    assertThat(all.path("kind").stringValue()).isEqualTo("overview");
    assertThat(all.path("codes").size()).isEqualTo(DiagnosticCode.values().length);
    assertThat(all.path("keys").path(0).path("path").stringValue()).isEqualTo("version");
    assertThat(code.path("kind").stringValue()).isEqualTo("code");
    assertThat(code.path("code").stringValue()).isEqualTo("VN101");
    assertThat(code.path("mending").stringValue()).startsWith("Name the file itself");
    assertThat(code.path("wrong").isNull()).isTrue();
    assertThat(codes.path("exitCodes").path(1).toString())
        .startsWith("{\"number\":1,\"name\":\"CHECK_FAILED\",\"description\":\"");
  }

  @Test
  void theFormOfAKeyInJsonIsAContract() {
    assertThat(json("explain", "models.balance", "--format", "json").toString())
        .isEqualTo(
            "{\"schemaVersion\":1,\"kind\":\"field\",\"path\":\"models[].balance\","
                + "\"description\":\"How requests are spread over the servers: in turn, to the one"
                + " with the fewest requests, or to the better of two picked at random (which"
                + " excludes backups).\",\"required\":false,\"type\":\"string\","
                + "\"values\":[\"round_robin\",\"least_conn\",\"random_two\"],\"minimum\":null,"
                + "\"maximum\":null,\"pattern\":null,\"default\":\"least_conn\","
                + "\"example\":\"models:\\n  - balance: round_robin\\n\",\"nginx\":null,"
                + "\"keys\":[]}");
    assertThat(json("explain", "gateway.listen", "--format", "json").path("default").toString())
        .isEqualTo("[80]");
  }
}
