package dev.vllmnginx.standin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/embeddings}. */
final class Embeddings implements Inference {
  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode dimensions = call.body().path("dimensions");
    ArrayNode data = Json.array();
    int tokens = 0;
    for (JsonNode text : Pooled.inputs(call)) {
      ObjectNode item = Json.object().put("index", data.size()).put("object", "embedding");
      float[] vector = Pooled.vector(text);
      data.add(
          isBase64(call)
              ? item.put("embedding", Pooled.base64(vector))
              : item.set("embedding", Pooled.numbers(vector)));
      tokens += Pooled.tokens(text);
    }
    if (dimensions.isNumber()) {
      throw Refused.badRequest(Pooled.noDimensions(call, dimensions), null);
    }
    return Pooled.list(call, "embd", data, tokens);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }

  private static boolean isBase64(Call call) {
    return call.body().path("encoding_format").asString("float").equals("base64");
  }
}
