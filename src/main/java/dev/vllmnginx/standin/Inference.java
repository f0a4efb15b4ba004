package dev.vllmnginx.standin;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One endpoint that runs the model. */
interface Inference {
  /** The answer to a body that is an object and names a served model, or none. */
  Answer answer(Call call) throws Refused;

  /** Whether its body is {@code multipart/form-data}, handed on as an object, instead of JSON. */
  default boolean takesForms() {
    return false;
  }

  /** The answer to a model that the server does not have. */
  Refused unknownModel(String model, StandInSettings settings);

  /**
   * One request.
   *
   * @param requestId the client's {@code X-Request-Id}; vLLM makes its answer's id of it
   * @param body the JSON object that was sent
   */
  record Call(StandInSettings settings, @Nullable String requestId, JsonNode body) {
    /** The answer's id. */
    String id(String prefix) {
      String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
      String separator = prefix.equals("resp") ? "_" : "-";
      return prefix + separator + (requestId == null ? random : requestId);
    }

    /** How most answers begin. */
    ObjectNode head(String idPrefix, String object) {
      return Json.object()
          .put("id", id(idPrefix))
          .put("object", object)
          .put("created", System.currentTimeMillis() / 1000)
          .put("model", settings.firstName());
    }

    String fingerprint() {
      return "stand-in-for-" + settings.label();
    }

    boolean isStream() {
      return body.path("stream").asBoolean(false);
    }

    boolean wantsUsage() {
      return isStream() && body.path("stream_options").path("include_usage").asBoolean(false);
    }

    /** How vLLM's messages show the body. */
    String summary() {
      return "<dict of " + body.size() + " items>";
    }
  }

  /** The {@code usage} of a whole answer. */
  static ObjectNode usage(int prompt, int completion) {
    return Json.object()
        .put("prompt_tokens", prompt)
        .put("total_tokens", prompt + completion)
        .put("completion_tokens", completion)
        .putNull("prompt_tokens_details")
        .putNull("completion_tokens_details");
  }

  /** A text in words, each with the space before it; at least one. They are our tokens. */
  static List<String> words(String text) {
    return List.of(text.split("(?= )", -1));
  }
}
