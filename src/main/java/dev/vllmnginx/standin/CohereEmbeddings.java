package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v2/embed}, Cohere's API, for texts, by a model without instructions for tasks. */
final class CohereEmbeddings implements Inference {
  private static final String ONE_INPUT =
      "Exactly one of texts, images, or inputs must be provided, and it must be non-empty";
  private static final String TYPES = "'float', 'binary', 'ubinary' or 'base64'";

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode body = call.body();
    List<String> types = types(body.path("embedding_types"));
    JsonNode texts = texts(call);
    refuseWhatThisModelLacks(call);
    int tokens = 0;
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode text : texts) {
      vectors.add(Pooled.vector(text));
      tokens += Pooled.tokens(text);
    }
    ObjectNode units = Json.object().put("input_tokens", tokens).put("image_tokens", 0);
    ObjectNode meta =
        Json.object()
            .set("api_version", Json.object().put("version", "2"))
            .set("billed_units", units);
    ObjectNode answer =
        Json.object()
            .put("id", call.id("embd"))
            .set("embeddings", embeddings(types, vectors))
            .set("texts", texts)
            .set("meta", meta)
            .put("response_type", "embeddings_by_type");
    return Answer.json(200, answer).after(1);
  }

  private static JsonNode texts(Call call) throws Refused {
    JsonNode texts = call.body().path("texts");
    if (!texts.isArray() && !texts.isMissingNode() && !texts.isNull()) {
      throw Refused.invalid(
          "list_type", "body.texts", "Input should be a valid list", texts.asString(""));
    }
    for (int i = 0; i < texts.size(); i++) {
      if (!texts.get(i).isString()) {
        throw Refused.invalid(
            "string_type",
            "body.texts." + i,
            "Input should be a valid string",
            texts.get(i).toString());
      }
    }
    if (texts.isEmpty() || call.body().has("images") || call.body().has("inputs")) {
      throw Refused.invalid(
          "value_error",
          "body",
          "Value error, " + ONE_INPUT,
          call.summary(),
          "ValueError('" + ONE_INPUT + "')");
    }
    return texts;
  }

  private static List<String> types(JsonNode wanted) throws Refused {
    List<String> types = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      String type = wanted.get(i).asString("");
      if (!List.of("float", "binary", "ubinary", "base64").contains(type)) {
        throw Refused.literal("body.embedding_types." + i, TYPES, type);
      }
      types.add(type);
    }
    return types.isEmpty() ? List.of("float") : types;
  }

  private static void refuseWhatThisModelLacks(Call call) throws Refused {
    JsonNode task = call.body().path("input_type");
    if (task.isString()) {
      throw Refused.badRequest(
          "Unsupported input_type '%s'. This model does not define any input_type task instructions."
              .formatted(task.asString()),
          null);
    }
    JsonNode dimension = call.body().path("output_dimension");
    if (dimension.isNumber()) {
      throw Refused.badRequest(Pooled.noDimensions(call, dimension), null);
    }
  }

  /** vLLM's order, whatever the client's was. */
  private static ObjectNode embeddings(List<String> types, List<float[]> vectors) {
    ObjectNode embeddings = Json.object();
    for (String type : List.of("float", "binary", "ubinary", "base64")) {
      if (types.contains(type)) {
        ArrayNode list = Json.array();
        for (float[] vector : vectors) {
          switch (type) {
            case "float" -> list.add(Pooled.numbers(vector));
            case "base64" -> list.add(Pooled.base64(vector));
            default -> list.add(bits(vector, type.equals("binary") ? 128 : 0));
          }
        }
        embeddings.set(type, list);
      }
    }
    return embeddings;
  }

  /** A bit for each number that is not negative, eight in one. */
  private static ArrayNode bits(float[] vector, int below) {
    ArrayNode bytes = Json.array();
    for (int i = 0; i < vector.length; i += 8) {
      int bits = 0;
      for (int j = 0; j < 8; j++) {
        bits = bits << 1 | (vector[i + j] >= 0 ? 1 : 0);
      }
      bytes.add(bits - below);
    }
    return bytes;
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }
}
