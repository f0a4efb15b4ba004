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

/** What the endpoints of pooling models have in common. */
final class Pooled {
  private static final int DIMENSIONS = 64;

  private Pooled() {}

  static Refused unknownModel(String model) {
    return Refused.error(404, "The model `" + model + "` does not exist.", "NotFoundError", null);
  }

  /** The {@code input}, which must be there: one text or list of tokens, or several. */
  static List<JsonNode> inputs(Inference.Call call) throws Refused {
    JsonNode input = call.body().path("input");
    if (input.isMissingNode()) {
      throw Refused.invalid("missing", "body.input", "Field required", call.summary());
    }
    if (!input.isArray() || input.path(0).isNumber()) {
      return List.of(input);
    }
    List<JsonNode> inputs = new ArrayList<>();
    input.forEach(inputs::add);
    return inputs;
  }

  static int tokens(JsonNode input) {
    return input.isArray() ? input.size() : Inference.words(input.asString("")).size();
  }

  /** A vector of length 1 that depends on the text alone. */
  static float[] vector(JsonNode text) {
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

  static ArrayNode numbers(float[] vector) {
    ArrayNode list = Json.array();
    for (float x : vector) {
      list.add((double) x);
    }
    return list;
  }

  /** The vector's bytes. */
  static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** What is said to those who want shorter vectors. */
  static String noDimensions(Inference.Call call, JsonNode dimensions) {
    return "Model '%s' does not support Matryoshka embeddings; dimensions must be unset (received dimensions=%s)."
        .formatted(call.settings().firstName(), dimensions);
  }

  /** The answer that is a list of results. */
  static Answer list(Inference.Call call, String idPrefix, ArrayNode data, int tokens) {
    ObjectNode answer =
        call.head(idPrefix, "list").set("data", data).set("usage", Inference.usage(tokens, 0));
    return Answer.json(200, answer).after(1);
  }
}
