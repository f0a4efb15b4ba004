package dev.vllmnginx.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vllmnginx.testing.NginxRuntime;
import dev.vllmnginx.testing.OnEveryNginx;
import dev.vllmnginx.testing.RawConnection;
import dev.vllmnginx.testing.RawHttpClient;
import dev.vllmnginx.testing.RawResponse;
import dev.vllmnginx.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every row of {@code hostile/requests.txt}: its outcome; that a server was reached only where that
 * is 200 or its own answer, and saw none but the allowed headers; that errors have OpenAI's shape;
 * that each request is one line of JSON in the log; and that no worker died.
 */
@OnEveryNginx
class HostileRequestsIT {
  private static final Set<String> ALLOWED =
      Set.of(
          "host",
          "content-type",
          "content-length",
          "accept",
          "user-agent",
          "traceparent",
          "tracestate",
          "x-request-id",
          "x-real-ip",
          "x-forwarded-for",
          "x-forwarded-proto");

  private final HostileGateway gateway;

  HostileRequestsIT(NginxRuntime runtime) {
    gateway = HostileGateway.on(runtime);
  }

  @Test
  void everyRowHasItsOutcome() {
    List<String> faults = new ArrayList<>();
    int logged = 0;
    List<HostileRequest> rows = HostileRequest.all();
    for (HostileRequest row : rows) {
      gateway.backends().forEach(backend -> backend.reset());
      String outcome = outcome(row.bytes());
      if (!row.expected().contains(outcome)) {
        faults.add(row + ": " + outcome + ", not " + row.expected());
      }
      checkServers(row, outcome, faults);
      logged = checkLog(row, logged, faults);
    }

    assertThat(rows).hasSizeGreaterThan(150);
    assertThat(faults).isEmpty();
    assertThat(gateway.nginx().log("error.log"))
        .doesNotContain("exited on signal", "[alert]", "[crit]", "[emerg]", "js exception");
  }

  /**
   * {@code 200}, the status and code of an error or {@code vllm}, or {@code closed}. To be silent
   * instead fails.
   */
  private String outcome(byte[] request) {
    RawResponse answer;
    try (RawConnection connection = RawHttpClient.plain(gateway.port()).connect()) {
      connection.send(request);
      answer = connection.read();
    } catch (AssertionError e) {
      return "closed";
    }
    return answer.status() == 200 ? "200" : answer.status() + " " + error(answer);
  }

  private static String error(RawResponse answer) {
    try {
      JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
      if (error.path("code").isInt()) {
        return "vllm";
      }
      boolean shaped =
          error.path("message").isString()
              && error.path("type").isString()
              && error.has("param")
              && error.path("code").isString()
              && answer.header("content-type").orElse("").equals("application/json");
      return shaped ? error.path("code").asString() : "in another shape: " + answer;
    } catch (JacksonException e) {
      return "without JSON: " + answer;
    }
  }

  private void checkServers(HostileRequest row, String outcome, List<String> faults) {
    int reached = gateway.backends().stream().mapToInt(backend -> backend.requests().size()).sum();
    int expected = outcome.equals("200") || outcome.endsWith(" vllm") ? 1 : 0;
    if (reached != expected || gateway.llama().requests().size() != expected) {
      faults.add(row + ": " + reached + " servers reached");
    }
    for (RecordedRequest request : gateway.llama().requests()) {
      Set<String> names = new HashSet<>(request.headerNames());
      if (!ALLOWED.containsAll(names)
          || names.size() != request.headers().size()
          || !request.requestLine().equals("POST /v1/chat/completions HTTP/1.1")
          || !request.header("host").orElse("").equals("vllm")
          || !request.header("x-forwarded-for").orElse("").equals("127.0.0.1")
          || !request.header("x-request-id").orElse("").matches("[0-9a-f]{32}")) {
        faults.add(row + ": the server saw " + request);
      }
    }
  }

  private int checkLog(HostileRequest row, int before, List<String> faults) {
    List<String> lines = gateway.nginx().awaitLines("access.log", before + row.lines());
    for (String line : lines.subList(before, lines.size())) {
      try {
        JsonMapper.shared().readTree(line);
      } catch (JacksonException e) {
        faults.add(row + ": logged as " + line);
      }
    }
    if (lines.size() != before + row.lines()) {
      faults.add(row + ": " + (lines.size() - before) + " lines in the log");
    }
    return lines.size();
  }
}
