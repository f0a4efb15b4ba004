package dev.vllmnginx.standin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/embeddings}: vectors of length 1 that depend on the text alone. */
final class Embeddings implements Inference {
  private static final int DIMENSIONS = 64;

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode input = call.body().path("input");
    if (input.isMissingNode()) {
      throw Refused.invalid("missing", "body.input", "Field required", call.summary());
    }
    if (call.body().path("dimensions").isNumber()) {
      throw Refused.badRequest(
          "Model '%s' does not support Matryoshka embeddings; dimensions must be unset (received dimensions=%s)."
              .formatted(call.settings().firstName(), call.body().path("dimensions")),
          null);
    }
    boolean base64 = call.body().path("encoding_format").asString("float").equals("base64");
    ArrayNode data = Json.array();
    int tokens = 0;
    for (JsonNode text : inputs(input)) {
      ObjectNode item = Json.object().put("index", data.size()).put("object", "embedding");
      float[] vector = vector(text);
      data.add(
          base64 ? item.put("embedding", base64(vector)) : item.set("embedding", list(vector)));
      tokens += text.isArray() ? text.size() : Inference.words(text.asString("")).size();
    }
    ObjectNode answer =
        call.head("embd", "list").set("data", data).set("usage", Inference.usage(tokens, 0));
    return Answer.json(200, answer).after(1);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Refused.error(404, "The model `" + model + "` does not exist.", "NotFoundError", null);
  }

  /** One text, several, one list of token numbers, or several. */
  private static List<JsonNode> inputs(JsonNode input) {
    if (!input.isArray() || input.path(0).isNumber()) {
      return List.of(input);
    }
    List<JsonNode> inputs = new ArrayList<>();
    input.forEach(inputs::add);
    return inputs;
  }

  private static float[] vector(JsonNode text) {
    Random random = new Random(text.toString().hashCode());
    double[] raw = random.doubles(DIMENSIONS, -1, 1).toArray();
    double square = 0;
    for (double x : raw) {
      square += x * x;
    }
    float[] vector = new float[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      vector[i] = (float) (raw[i] / Math.sqrt(square));
    }
    return vector;
  }

  private static ArrayNode list(float[] vector) {
    ArrayNode list = Json.array();
    for (float x : vector) {
      list.add((double) x);
    }
    return list;
  }

  private static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
