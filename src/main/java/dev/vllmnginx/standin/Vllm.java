package dev.vllmnginx.standin;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** A request to vLLM's HTTP server becomes its answer: paths, methods, and the form of bodies. */
final class Vllm {
  private final StandInSettings settings;
  private final Map<String, Route> routes = new LinkedHashMap<>();

  private static final Pattern RESPONSE_ID = Pattern.compile("(?<=^/v1/responses/)[^/]+");

  /** vLLM keeps no responses unless it is told to. */
  private static final Map<String, Route> KEPT_RESPONSES =
      Map.of(
          "/v1/responses/{id}", new Route(List.of("GET"), Vllm::noResponse),
          "/v1/responses/{id}/cancel", new Route(List.of("POST"), Vllm::noResponse));

  private static Answer noResponse(Received request) throws Refused {
    String id = path(request.target()).split("/", -1)[3];
    throw Refused.error(
        404, "Response with id '" + id + "' not found.", "invalid_request_error", "response_id");
  }

  private record Route(List<String> methods, Handler handler) {}

  private interface Handler {
    Answer answer(Received request) throws Refused;
  }

  /**
   * @param running how many requests run the model at the moment
   */
  Vllm(StandInSettings settings, IntSupplier running) {
    this.settings = settings;
    Pages pages = new Pages(settings, running);
    get("/health", request -> Answer.empty(200));
    get("/version", request -> Answer.json(200, Json.object().put("version", "0.32.0")));
    get("/load", request -> Answer.json(200, pages.load()));
    get("/v1/models", request -> Answer.json(200, pages.models()));
    get("/metrics", request -> pages.metrics());
    routes.put("/ping", new Route(List.of("GET", "POST"), request -> Answer.empty(200)));
    settings
        .kind()
        .paths()
        .forEach(
            (path, inference) ->
                routes.put(path, new Route(List.of("POST"), request -> run(inference, request))));
  }

  private void get(String path, Handler handler) {
    routes.put(path, new Route(List.of("GET"), handler));
  }

  Answer answer(Received request) {
    String path = path(request.target());
    Route route = routes.get(path);
    if (route == null && settings.kind() == Kind.CHAT) {
      route = KEPT_RESPONSES.get(RESPONSE_ID.matcher(path).replaceFirst("{id}"));
    }
    if (route == null) {
      return notThere(request, path);
    }
    if (!route.methods().contains(request.method())) {
      String allow = "allow: " + String.join(", ", route.methods());
      return Refused.detail(405, "Method Not Allowed").with(allow);
    }
    try {
      return route.handler().answer(request);
    } catch (Refused refused) {
      return refused.answer();
    }
  }

  /** The target's path, decoded, without the query. */
  private static String path(String target) {
    String path = target.split("\\?", 2)[0];
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private Answer notThere(Received request, String path) {
    String shorter = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (routes.containsKey(shorter)) {
      String host = request.header("host").orElse(settings.label());
      return Answer.empty(307).with("location: http://" + host + shorter);
    }
    return Refused.detail(404, "Not Found");
  }

  private Answer run(Inference inference, Received request) throws Refused {
    JsonNode body = inference.takesForms() ? Form.read(request) : body(request);
    JsonNode model = body.path("model");
    if (!model.isMissingNode() && !model.isNull() && !model.isString()) {
      throw Refused.invalid(
          "string_type", "body.model", "Input should be a valid string", model.toString());
    }
    String name = model.asString("");
    String requestId = request.header("x-request-id").orElse(null);
    Inference.Call call = new Inference.Call(settings, requestId, body);
    // vLLM looks at the form of the body first, and at the model only then.
    Answer answer = inference.answer(call);
    if (!name.isEmpty() && !settings.servedNames().contains(name)) {
      throw inference.unknownModel(name, settings);
    }
    return answer;
  }

  private static JsonNode body(Received request) throws Refused {
    if (request.body().length == 0) {
      throw Refused.invalid("missing", "body", "Field required", "None");
    }
    String type = request.header("content-type").orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw Refused.mediaType();
    }
    JsonNode body;
    try {
      body = Json.read(request.body());
    } catch (Json.Unreadable e) {
      throw e.offset() < 0 ? Refused.unreadable() : Refused.noJson(e.offset());
    }
    if (body.isNull()) {
      throw Refused.invalid("missing", "body", "Field required", "None");
    }
    if (!body.isObject()) {
      throw Refused.invalid(
          "model_attributes_type",
          "body",
          "Input should be a valid dictionary or object to extract fields from",
          body.isArray() ? "<list of " + body.size() + " items>" : body.asString(""));
    }
    return body;
  }
}
