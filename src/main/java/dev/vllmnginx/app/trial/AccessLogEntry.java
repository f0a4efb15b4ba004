package dev.vllmnginx.app.trial;

import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One line of nginx's JSON access log.
 *
 * @param time when the request ended, ISO 8601
 * @param requestId the gateway's id of the request
 * @param path without the query
 * @param model the model that the gateway decided on; empty: none
 * @param upstream the address of the server that was asked last; empty: none
 * @param tries how many servers were asked
 * @param duration from the first byte of the request to the last byte of the answer
 * @param complete whether the answer went out to its end
 */
public record AccessLogEntry(
    String time,
    String requestId,
    String method,
    String path,
    int status,
    String model,
    String upstream,
    int tries,
    Duration duration,
    boolean complete) {

  /** The time of day, for example {@code 09:41:07}. */
  public String clock() {
    return time.replaceFirst("^[^T]*T([0-9:]{8}).*$", "$1");
  }

  /** Reads a line; empty if it is none of ours. */
  static Optional<AccessLogEntry> parse(String line) {
    JsonNode node;
    try {
      node = JsonMapper.shared().readTree(line);
    } catch (JacksonException e) {
      return Optional.empty();
    }
    // nginx lists every server that was tried: "10.0.0.1:80, 10.0.0.2:80".
    String upstreams = node.path("upstream").asString("");
    String[] tried = upstreams.split("[ ,]+(?::[ ,]+)?", -1);
    return Optional.of(
        new AccessLogEntry(
            node.path("time").asString(""),
            node.path("request_id").asString(""),
            node.path("method").asString(""),
            node.path("path").asString(""),
            node.path("status").asInt(0),
            text(node, "model"),
            tried[tried.length - 1],
            upstreams.isEmpty() ? 0 : tried.length,
            Duration.ofMillis(Math.round(node.path("request_time").asDouble(0) * 1000)),
            node.path("completion").asString("").equals("OK")));
  }

  /** nginx writes a dash where it has no value. */
  private static String text(JsonNode node, String field) {
    String text = node.path(field).asString("");
    return text.equals("-") ? "" : text;
  }
}
