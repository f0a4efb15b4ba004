package dev.vllmnginx.config;

import dev.vllmnginx.config.syntax.Response;
import dev.vllmnginx.config.syntax.UriPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What clients get where nginx itself has to answer with an error.
 *
 * @param from the statuses that nginx would answer with; 494 to 497 are nginx's own numbers
 * @param page the URI of the page, internal to nginx
 * @param status what the client gets
 * @param retryAfter seconds after which trying again may help; 0: nothing is said
 * @param finalAnswer whether OpenAI's clients, which try again on 5xx, are told not to
 * @param code what programs tell it by
 * @param message what people are told
 * @param body JSON in the shape of OpenAI's or of Anthropic's API
 * @param unreachable the page that is shown in place of this one when no server could be connected
 *     to; null: none is
 */
public record ErrorPage(
    List<Integer> from,
    UriPath page,
    int status,
    int retryAfter,
    boolean finalAnswer,
    String code,
    String message,
    Response body,
    @Nullable UriPath unreachable) {
  private static final String PAGES = "/.error/";
  private static final String ANTHROPIC_PAGES = "/.error/anthropic/";
  private static final String UNAVAILABLE = "model_unavailable";
  private static final String INVALID_REQUEST = "invalid_request_error";
  private static final String SERVER_ERROR = "server_error";

  public ErrorPage {
    from = List.copyOf(from);
  }

  /**
   * Every error that nginx can make by itself on the way through the gateway.
   *
   * @param limits null: nothing is limited but the guessing of keys
   */
  static List<ErrorPage> all(@Nullable LimitZones limits) {
    boolean tokens = limits != null && limits.tokens() != null;
    return List.of(
        refused(List.of(400), 400, "bad_request", "The request is malformed."),
        refused(List.of(404), 404, "not_found", "There is no such path on this gateway."),
        refused(List.of(405), 405, "method_not_allowed", "This path does not accept this method."),
        retryable(408, 0, "request_timeout", "The request did not arrive in time."),
        refused(List.of(411), 411, "length_required", "The request has no length."),
        refused(
            List.of(413),
            413,
            "request_too_large",
            "The request body is larger than this gateway accepts."),
        refused(List.of(414), 414, "uri_too_long", "The request line is too long."),
        refused(
            List.of(421),
            421,
            "misdirected_request",
            "This connection was not made for this host name."),
        refused(
            List.of(495),
            400,
            "client_certificate_invalid",
            "The client certificate is not accepted."),
        refused(
            List.of(496), 400, "client_certificate_required", "A client certificate is needed."),
        refused(List.of(497), 400, "https_required", "This port speaks HTTPS only."),
        retryable(
            429,
            limits == null ? 1 : limits.retryAfter(),
            "rate_limit_exceeded",
            tokens ? "Too many requests or tokens." : "Too many requests."),
        refused(List.of(431, 494), 431, "headers_too_large", "The request headers are too large."),
        broken(List.of(500), 500, "internal_error", "The gateway failed to handle the request."),
        broken(
            List.of(501),
            501,
            "not_implemented",
            "The gateway does not support this kind of request."),
        retryable(
            502,
            1,
            "bad_gateway",
            "The model server broke off or answered with something else than HTTP."),
        retryable(503, 2, UNAVAILABLE, "No server of this model is available right now."),
        broken(List.of(504), 504, "model_timeout", "The model server did not answer in time."),
        broken(
            List.of(505),
            505,
            "http_version",
            "The gateway does not support this version of HTTP."));
  }

  /** The client's fault: no client tries these again by itself. */
  private static ErrorPage refused(List<Integer> from, int status, String code, String message) {
    return page(from, status, 0, false, INVALID_REQUEST, code, message);
  }

  private static ErrorPage retryable(int status, int retryAfter, String code, String message) {
    String type = status < 500 ? INVALID_REQUEST : SERVER_ERROR;
    return page(List.of(status), status, retryAfter, false, type, code, message);
  }

  /** Trying again does not help, or would make a GPU do its work twice. */
  private static ErrorPage broken(List<Integer> from, int status, String code, String message) {
    return page(from, status, 0, true, SERVER_ERROR, code, message);
  }

  private static ErrorPage page(
      List<Integer> from,
      int status,
      int retryAfter,
      boolean finalAnswer,
      String type,
      String code,
      String message) {
    return new ErrorPage(
        from,
        new UriPath(PAGES + code, null),
        status,
        retryAfter,
        finalAnswer,
        code,
        message,
        body(type, code, message),
        status == 502 ? new UriPath(PAGES + UNAVAILABLE, null) : null);
  }

  /** The same page for clients that speak Anthropic's API. */
  ErrorPage forAnthropic() {
    String json =
        "'{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\",\"code\":\"%s\"}}'"
            .formatted(anthropicType(), message, code);
    return new ErrorPage(
        from,
        new UriPath(ANTHROPIC_PAGES + code, null),
        status,
        retryAfter,
        finalAnswer,
        code,
        message,
        new Response(json),
        unreachable == null ? null : new UriPath(ANTHROPIC_PAGES + UNAVAILABLE, null));
  }

  /** Anthropic's word for a status, as in {@code njs/errors.js}. */
  private String anthropicType() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static Response body(String type, String code, String message) {
    return new Response(
        "'{\"error\":{\"message\":\""
            + message
            + "\",\"type\":\""
            + type
            + "\",\"param\":null,\"code\":\""
            + code
            + "\"}}'");
  }
}
