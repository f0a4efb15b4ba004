package dev.vllmnginx.standin;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request that the server does not serve, with the answer that vLLM gives to it. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient Answer.Whole answer;

  private Refused(Answer.Whole answer) {
    this.answer = answer;
  }

  Answer.Whole answer() {
    return answer;
  }

  /** A route or a body that the framework refuses: {@code {"detail":…}}. */
  static Answer.Whole detail(int status, String detail) {
    return Answer.json(status, Json.object().put("detail", detail));
  }

  static Refused unprocessable(String message) {
    return error(422, message, "Unprocessable Entity", null);
  }

  static Refused unreadable() {
    return new Refused(detail(400, "There was an error parsing the body"));
  }

  /** A body that does not have the expected form; {@code location} is dotted, below the body. */
  static Refused invalid(String type, String location, String message, String input) {
    return refusal(type, location, message, input, "");
  }

  /** A word that is none of the {@code expected} ones. */
  static Refused literal(String location, String expected, String input) {
    // Python writes a text that has single quotes with double ones around it.
    String message =
        "1 validation error:\n  {'type': 'literal_error', 'loc': '%s', 'msg': \"Input should be %s\", 'input': '%s', 'ctx': {'expected': \"%s\"}}"
            .formatted(location, expected, input, expected);
    return error(400, message, "Bad Request", location);
  }

  /** As above; {@code error} is what Python says of the exception. */
  static Refused invalid(String type, String location, String message, String input, String error) {
    return refusal(type, location, message, input, ", 'ctx': {'error': " + error + "}");
  }

  private static Refused refusal(
      String type, String location, String message, String input, String context) {
    String text =
        "1 validation error:\n  {'type': '%s', 'loc': '%s', 'msg': '%s', 'input': '%s'%s}"
            .formatted(type, location, message, input, context);
    return error(400, text, "Bad Request", location);
  }

  static Refused noJson(int offset) {
    return invalid(
        "json_invalid",
        "body." + offset,
        "JSON decode error",
        "<dict of 0 items>",
        "'Expecting value'");
  }

  static Refused mediaType() {
    String text =
        "1 validation error:\n  Unsupported Media Type: Only 'application/json' is allowed";
    return error(400, text, "Bad Request", null);
  }

  static Refused badRequest(String message, @Nullable String parameter) {
    return error(400, message, "BadRequestError", parameter);
  }

  /** The shape of Anthropic's API, with vLLM's own types. */
  static Refused anthropic(int status, String type, String message) {
    ObjectNode error = Json.object().put("type", type).put("message", message);
    return new Refused(Answer.json(status, Json.object().put("type", "error").set("error", error)));
  }

  static Refused error(int status, String message, String type, @Nullable String parameter) {
    ObjectNode error =
        Json.object()
            .put("message", message)
            .put("type", type)
            .put("param", parameter)
            .put("code", status);
    return new Refused(Answer.json(status, Json.object().set("error", error)));
  }
}
