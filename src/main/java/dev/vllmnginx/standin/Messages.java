package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/messages}, Anthropic's API. */
final class Messages implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode messages = conversation(call);
    if (!call.body().path("max_tokens").isNumber()) {
      throw Refused.invalid("missing", "body.max_tokens", "Field required", call.summary());
    }
    Generation generation = Generation.of(call, Chat.text(messages), 0);
    return call.isStream() ? events(call, generation) : whole(call, generation);
  }

  /** The list of messages, which must be there. */
  static JsonNode conversation(Call call) throws Refused {
    JsonNode messages = call.body().path("messages");
    if (!messages.isArray()) {
      throw Refused.invalid("missing", "body.messages", "Field required", call.summary());
    }
    return messages;
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Refused.anthropic(404, "NotFoundError", Generation.unknownModelText(model, settings));
  }

  private static Answer whole(Call call, Generation generation) {
    ObjectNode text = Json.object().put("type", "text").put("text", generation.text());
    ObjectNode message =
        message(call)
            .set("content", Json.array(text))
            .put("model", call.settings().firstName())
            .put("stop_reason", stopReason(generation))
            .set("usage", usage(generation.promptTokens(), generation.tokens().size()));
    return Answer.json(200, message).after(generation.tokens().size());
  }

  private static Answer events(Call call, Generation generation) {
    List<ObjectNode> events = new ArrayList<>();
    events.add(
        event("message_start")
            .set(
                "message",
                message(call)
                    .set("content", Json.array())
                    .put("model", call.settings().firstName())
                    .putNull("stop_reason")
                    .putNull("stop_sequence")
                    .set("usage", usage(generation.promptTokens(), 0))));
    events.add(
        event("content_block_start")
            .put("index", 0)
            .set("content_block", Json.object().put("type", "text").put("text", "")));
    for (String token : generation.tokens()) {
      events.add(
          event("content_block_delta")
              .put("index", 0)
              .set("delta", Json.object().put("type", "text_delta").put("text", token)));
    }
    events.add(event("content_block_stop").put("index", 0));
    events.add(
        event("message_delta")
            .set(
                "delta",
                Json.object().put("stop_reason", stopReason(generation)).putNull("stop_sequence"))
            .set("usage", usage(generation.promptTokens(), generation.tokens().size())));
    events.add(event("message_stop"));
    return Answer.named(events);
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode message(Call call) {
    return Json.object()
        .put("id", call.id("chatcmpl"))
        .put("type", "message")
        .put("role", "assistant");
  }

  private static String stopReason(Generation generation) {
    return generation.finishReason().equals("length") ? "max_tokens" : "end_turn";
  }

  private static ObjectNode usage(int input, int output) {
    return Json.object().put("input_tokens", input).put("output_tokens", output);
  }
}
