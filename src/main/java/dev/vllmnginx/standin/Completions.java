package dev.vllmnginx.standin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/completions}, for one prompt. */
final class Completions implements Inference {
  private static final int DEFAULT_LIMIT = 16;

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode prompt = call.body().path("prompt");
    if (prompt.isMissingNode() || prompt.isNull()) {
      throw Refused.badRequest(
          "Either prompt or prompt_embeds must be provided and non-empty. (parameter=prompt)",
          "prompt");
    }
    String heard = prompt.isArray() ? prompt.path(0).asString("") : prompt.asString("");
    Generation generation = Generation.of(call, heard, DEFAULT_LIMIT);
    ObjectNode head = call.head("cmpl", "text_completion");
    return call.isStream()
        ? generation.events(call, head, List.of(), Completions::piece)
        : whole(call, head, generation);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }

  private static Answer whole(Call call, ObjectNode head, Generation generation) {
    ObjectNode choice =
        Json.object()
            .put("index", 0)
            .put("text", generation.text())
            .putNull("logprobs")
            .put("finish_reason", generation.finishReason())
            .putNull("stop_reason")
            .putNull("token_ids")
            .putNull("prompt_logprobs")
            .putNull("prompt_token_ids")
            .putNull("routed_experts");
    ObjectNode answer =
        head.set("choices", Json.array(choice))
            .putNull("service_tier")
            .put("system_fingerprint", call.fingerprint())
            .set("usage", generation.usage())
            .putNull("kv_transfer_params")
            .putNull("ec_transfer_params")
            .putNull("metrics");
    return Answer.json(200, answer).after(generation.tokens().size());
  }

  private static ObjectNode piece(String token, @Nullable String end) {
    return Json.object()
        .put("index", 0)
        .put("text", token)
        .putNull("logprobs")
        .put("finish_reason", end)
        .putNull("stop_reason")
        .putNull("prompt_token_ids")
        .putNull("token_ids");
  }
}
