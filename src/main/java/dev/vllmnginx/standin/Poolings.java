package dev.vllmnginx.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code POST /pooling}: one vector for each text. */
final class Poolings implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    ArrayNode data = Json.array();
    int tokens = 0;
    for (JsonNode text : Pooled.inputs(call)) {
      data.add(
          Json.object()
              .put("index", data.size())
              .put("object", "pooling")
              .set("data", Pooled.numbers(Pooled.vector(text))));
      tokens += Pooled.tokens(text);
    }
    return Pooled.list(call, "pooling", data, tokens);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }
}
