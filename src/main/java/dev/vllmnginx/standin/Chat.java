package dev.vllmnginx.standin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/chat/completions}. */
final class Chat implements Inference {
  private static final int DEFAULT_LIMIT = 1000;

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode messages = call.body().path("messages");
    if (messages.isMissingNode()) {
      throw Refused.invalid("missing", "body.messages", "Field required", call.summary());
    }
    if (!messages.isArray()) {
      throw Refused.invalid(
          "list_type", "body.messages", "Input should be a valid list", messages.asString(""));
    }
    if (messages.isEmpty()) {
      throw Refused.badRequest(
          "Cannot apply chat template to an empty conversation. Provide at least one message.",
          null);
    }
    String heard = text(messages);
    Generation generation = Generation.of(call, heard, DEFAULT_LIMIT);
    if (!call.isStream()) {
      return whole(call, generation);
    }
    ObjectNode head = call.head("chatcmpl", "chat.completion.chunk");
    return generation.events(call, head, List.of(firstEvent(head)), Chat::delta);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }

  /** The text of the last message. */
  static String text(JsonNode messages) {
    return textOf(messages.path(messages.size() - 1));
  }

  /** A message's text; of a list of parts, those that are text. */
  static String textOf(JsonNode message) {
    JsonNode content = message.path("content");
    if (!content.isArray()) {
      return content.asString("");
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asString("")));
    return text.toString();
  }

  private static Answer whole(Call call, Generation generation) {
    ObjectNode message =
        Json.object()
            .put("role", "assistant")
            .put("content", generation.text())
            .putNull("refusal")
            .putNull("annotations")
            .putNull("audio")
            .putNull("function_call")
            .putNull("reasoning");
    ObjectNode choice =
        Json.object()
            .put("index", 0)
            .set("message", message)
            .putNull("logprobs")
            .put("finish_reason", generation.finishReason())
            .putNull("stop_reason")
            .putNull("token_ids")
            .putNull("routed_experts");
    ObjectNode answer =
        call.head("chatcmpl", "chat.completion")
            .set("choices", Json.array(choice))
            .putNull("service_tier")
            .put("system_fingerprint", call.fingerprint())
            .set("usage", generation.usage())
            .putNull("prompt_logprobs")
            .putNull("prompt_token_ids")
            .putNull("prompt_text")
            .putNull("kv_transfer_params")
            .putNull("ec_transfer_params")
            .putNull("metrics");
    return Answer.json(200, answer).after(generation.tokens().size());
  }

  private static ObjectNode firstEvent(ObjectNode head) {
    ObjectNode choice =
        Json.object()
            .put("index", 0)
            .set("delta", Json.object().put("role", "assistant").put("content", ""))
            .putNull("logprobs")
            .putNull("finish_reason");
    return head.deepCopy()
        .set("choices", Json.array(choice))
        .putNull("prompt_token_ids")
        .putNull("prompt_text");
  }

  private static ObjectNode delta(String token, @Nullable String end) {
    ObjectNode choice =
        Json.object()
            .put("index", 0)
            .set("delta", Json.object().put("content", token))
            .putNull("logprobs")
            .put("finish_reason", end);
    if (end != null) {
      choice.putNull("stop_reason");
    }
    return choice.putNull("token_ids");
  }
}
