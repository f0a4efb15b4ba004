package dev.vllmnginx.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code POST /classify}, with one label. */
final class Classifications implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    ArrayNode data = Json.array();
    int tokens = 0;
    for (JsonNode text : Pooled.inputs(call)) {
      double probability = Math.abs(Pooled.vector(text)[0]);
      data.add(
          Json.object()
              .put("index", data.size())
              .put("label", "LABEL_0")
              .set("probs", Json.array().add(probability))
              .put("num_classes", 1));
      tokens += Pooled.tokens(text);
    }
    return Pooled.list(call, "classify", data, tokens);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }
}
