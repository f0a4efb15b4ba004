package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text that a model made, and what the endpoints that make text have in common.
 *
 * @param tokens words, each with the space before it
 * @param finishReason {@code stop} or {@code length}
 * @param promptTokens words of the prompt
 */
record Generation(List<String> tokens, String finishReason, int promptTokens) {
  Generation {
    tokens = List.copyOf(tokens);
  }

  /**
   * The stand-in says whose place it takes and what it heard.
   *
   * @param defaultLimit tokens, where the request sets no limit
   */
  static Generation of(Inference.Call call, String heard, int defaultLimit) throws Refused {
    JsonNode body = call.body();
    if (!call.isStream() && body.path("stream_options").isObject()) {
      throw Refused.invalid(
          "value_error",
          "body.stream_options",
          "Value error, Stream options can only be defined when `stream=True`.",
          call.summary());
    }
    int limit =
        body.path("max_completion_tokens").asInt(body.path("max_tokens").asInt(defaultLimit));
    refuseMoreThan(call.settings().kind().maxModelLength(), limit);
    List<String> words =
        Inference.words("stand-in for " + call.settings().label() + " heard: " + heard);
    boolean endless = body.path("ignore_eos").asBoolean(false);
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < limit && (endless || i < words.size()); i++) {
      tokens.add(words.get(i % words.size()));
    }
    boolean cut = endless || tokens.size() < words.size();
    return new Generation(tokens, cut ? "length" : "stop", Inference.words(heard).size());
  }

  private static void refuseMoreThan(int room, int limit) throws Refused {
    if (limit > room) {
      String text =
          "max_tokens=%d cannot be greater than max_model_len=%d. Please request fewer output tokens."
              + " (parameter=max_tokens, value=%d)";
      throw Refused.badRequest(text.formatted(limit, room, limit), "max_tokens");
    }
  }

  static Refused unknownModel(String model, StandInSettings settings) {
    return Refused.error(404, unknownModelText(model, settings), "NotFoundError", "model");
  }

  static String unknownModelText(String model, StandInSettings settings) {
    return "The model `%s` does not exist. Valid aliases: %s."
        .formatted(model, String.join(", ", settings.servedNames()));
  }

  String text() {
    return String.join("", tokens);
  }

  ObjectNode usage() {
    return Inference.usage(promptTokens, tokens.size());
  }

  /**
   * The answer as a stream. The fingerprint stands on the last event, which is one of its own with
   * the usage where the client asked for it.
   *
   * @param head what each event begins with
   * @param first events that come before the first token
   * @param choice of an event, from its token and, with the last one, the reason of the end
   */
  Answer events(
      Inference.Call call,
      ObjectNode head,
      List<ObjectNode> first,
      BiFunction<String, @Nullable String, ObjectNode> choice) {
    List<ObjectNode> events = new ArrayList<>(first);
    for (int i = 0; i < tokens.size(); i++) {
      String end = i == tokens.size() - 1 ? finishReason : null;
      events.add(head.deepCopy().set("choices", Json.array(choice.apply(tokens.get(i), end))));
    }
    if (call.wantsUsage()) {
      ObjectNode usage =
          Json.object()
              .put("prompt_tokens", promptTokens)
              .put("total_tokens", promptTokens + tokens.size())
              .put("completion_tokens", tokens.size());
      events.add(head.deepCopy().set("choices", Json.array()).set("usage", usage));
    }
    events.get(events.size() - 1).put("system_fingerprint", call.fingerprint());
    List<String> data = new ArrayList<>();
    events.forEach(event -> data.add(Json.text(event)));
    data.add("[DONE]");
    return new Answer.Events(data);
  }
}
