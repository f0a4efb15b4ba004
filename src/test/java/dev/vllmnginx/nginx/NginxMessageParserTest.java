package dev.vllmnginx.nginx;

import static dev.vllmnginx.nginx.NginxMessage.Level.ALERT;
import static dev.vllmnginx.nginx.NginxMessage.Level.EMERG;
import static dev.vllmnginx.nginx.NginxMessage.Level.NOTICE;
import static dev.vllmnginx.nginx.NginxMessage.Level.WARN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The inputs are what nginx 1.22.1, 1.26.3 and 1.30.6 printed. */
class NginxMessageParserTest {
  private static List<NginxMessage> parse(String output) {
    return new NginxMessageParser(Path.of("/tmp/t")).parse(output);
  }

  @Test
  void aConfigurationErrorHasItsPlaceRelativeToTheTree() {
    assertThat(
            parse(
                """
                nginx: [emerg] host not found in upstream "nosuch.invalid:8000" in /tmp/t/conf.d/20-upstreams.conf:7
                nginx: configuration file /tmp/t/nginx.conf test failed
                """))
        .containsExactly(
            new NginxMessage(
                EMERG,
                "host not found in upstream \"nosuch.invalid:8000\"",
                "conf.d/20-upstreams.conf",
                7));
  }

  @Test
  void aFileOutsideOfTheTreeIsNamedInFull() {
    assertThat(parse("nginx: [emerg] unknown directive \"sevrer\" in /etc/nginx/my sites/a.conf:3"))
        .containsExactly(
            new NginxMessage(
                EMERG, "unknown directive \"sevrer\"", "/etc/nginx/my sites/a.conf", 3));
  }

  @Test
  void theLastInIsThePlace() {
    assertThat(
            parse(
                "nginx: [emerg] open() \"/tmp/t/a in b\" failed (2: No such file or directory) in"
                    + " /tmp/t/nginx.conf:8"))
        .containsExactly(
            new NginxMessage(
                EMERG, "open() \"a in b\" failed (2: No such file or directory)", "nginx.conf", 8));
  }

  @Test
  void aMessageWithoutPlace() {
    assertThat(
            parse(
                """
                nginx: [warn] conflicting server name "a.example" on 0.0.0.0:80, ignored
                nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)
                nginx: [alert] could not open error log file: open() "/var/log/nginx/error.log" failed (13: Permission denied)
                """))
        .extracting(NginxMessage::level, NginxMessage::text, NginxMessage::file)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                WARN, "conflicting server name \"a.example\" on 0.0.0.0:80, ignored", null),
            org.assertj.core.groups.Tuple.tuple(
                EMERG, "bind() to 0.0.0.0:80 failed (13: Permission denied)", null),
            org.assertj.core.groups.Tuple.tuple(
                ALERT,
                "could not open error log file: open() \"/var/log/nginx/error.log\" failed (13:"
                    + " Permission denied)",
                null));
  }

  @Test
  void aLogLineLosesItsTimeAndNumbers() {
    assertThat(
            parse(
                """
                2026/11/23 08:57:07 [notice] 18271#18271: js vm init njs: 00005590D174E980
                2026/11/23 08:57:07 [emerg] 18273#18273: invalid value "qjs" in /tmp/t/nginx.conf:8
                2026/11/23 08:57:09 [warn] 18273#18273: *17 a client request body is buffered
                """))
        .containsExactly(
            new NginxMessage(NOTICE, "js vm init njs: 00005590D174E980", null, 0),
            new NginxMessage(EMERG, "invalid value \"qjs\"", "nginx.conf", 8),
            new NginxMessage(WARN, "a client request body is buffered", null, 0));
  }

  @Test
  void anExceptionOfAScriptSpansLines() {
    assertThat(
            parse(
                """
                nginx: [emerg] SyntaxError: export statement is required
                    at file:///tmp/t/njs/http.js:2

                nginx: configuration file /tmp/t/nginx.conf test failed
                """))
        .containsExactly(
            new NginxMessage(
                EMERG,
                "SyntaxError: export statement is required\n    at njs/http.js:2",
                "njs/http.js",
                2));
  }

  @Test
  void aSyntaxErrorOfAScriptOnOneLine() {
    assertThat(
            parse("nginx: [emerg] SyntaxError: Unexpected token \"%\" in /tmp/t/njs/routes.js:1"))
        .containsExactly(
            new NginxMessage(EMERG, "SyntaxError: Unexpected token \"%\"", "njs/routes.js", 1));
  }

  @Test
  void whatIsNoMessageOfNginxIsStillShown() {
    assertThat(parse("nginx: invalid option: \"z\"\n"))
        .containsExactly(new NginxMessage(EMERG, "invalid option: \"z\"", null, 0));
    assertThat(parse("/x/nginx: error while loading shared libraries: libpcre2-8.so.0\n"))
        .containsExactly(
            new NginxMessage(
                EMERG, "/x/nginx: error while loading shared libraries: libpcre2-8.so.0", null, 0));
  }

  @Test
  void theVerdictIsNoMessage() {
    assertThat(
            parse(
                """
                nginx: the configuration file /tmp/t/nginx.conf syntax is ok
                nginx: configuration file /tmp/t/nginx.conf test is successful
                """))
        .isEmpty();
  }
}
