package dev.vllmnginx.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v2/embed}, Cohere's API, for texts. */
final class CohereEmbeddings implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode texts = call.body().path("texts");
    if (!texts.isArray() || texts.isEmpty()) {
      throw Refused.invalid(
          "value_error",
          "body",
          "Value error, Exactly one of texts, images, or inputs must be provided, and it must be non-empty",
          call.summary());
    }
    ArrayNode vectors = Json.array();
    int tokens = 0;
    for (JsonNode text : texts) {
      vectors.add(Pooled.numbers(Pooled.vector(text)));
      tokens += Pooled.tokens(text);
    }
    ObjectNode meta =
        Json.object()
            .set("api_version", Json.object().put("version", "2"))
            .set("billed_units", Json.object().put("input_tokens", tokens));
    ObjectNode answer =
        Json.object()
            .put("id", call.id("embd"))
            .set("embeddings", Json.object().set("float", vectors))
            .set("texts", texts)
            .set("meta", meta)
            .put("response_type", "embeddings_by_type");
    return Answer.json(200, answer).after(1);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }
}
