package dev.vllmnginx.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/messages/count_tokens}, Anthropic's API. */
final class CountTokens implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode messages = Messages.conversation(call);
    int tokens = 0;
    for (JsonNode message : messages) {
      tokens += Inference.words(Chat.textOf(message)).size();
    }
    ObjectNode answer =
        Json.object()
            .put("input_tokens", tokens)
            .set("context_management", Json.object().put("original_input_tokens", tokens));
    return Answer.json(200, answer);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Refused.anthropic(404, "NotFoundError", Generation.unknownModelText(model, settings));
  }
}
