package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code POST /score} and {@code /rerank} with their siblings: how well texts fit a query, a number
 * between 0 and 1 that depends on the two texts alone.
 */
final class Scoring implements Inference {
  private final boolean ranked;

  private Scoring(boolean ranked) {
    this.ranked = ranked;
  }

  /** The answer of {@code /score}, in the order of the texts. */
  static Scoring scores() {
    return new Scoring(false);
  }

  /** The answer of {@code /rerank}, best first. */
  static Scoring ranking() {
    return new Scoring(true);
  }

  @Override
  public Answer answer(Call call) throws Refused {
    return ranked ? rank(call) : score(call);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Pooled.unknownModel(model);
  }

  private static Answer score(Call call) throws Refused {
    List<String> left = texts(call, "text_1", "queries");
    List<String> right = texts(call, "text_2", "documents");
    ArrayNode data = Json.array();
    for (int i = 0; i < right.size(); i++) {
      String query = left.get(left.size() == 1 ? 0 : Math.min(i, left.size() - 1));
      data.add(
          Json.object()
              .put("index", i)
              .put("object", "score")
              .put("score", fit(query, right.get(i))));
    }
    return Pooled.list(call, "score", data, words(left) + words(right));
  }

  private static Answer rank(Call call) throws Refused {
    String query = texts(call, "query", "query").get(0);
    List<String> documents = texts(call, "documents", "documents");
    List<ObjectNode> results = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      ObjectNode document = Json.object().put("text", documents.get(i)).putNull("multi_modal");
      results.add(
          Json.object()
              .put("index", i)
              .set("document", document)
              .put("relevance_score", fit(query, documents.get(i))));
    }
    results.sort(Comparator.comparingDouble(result -> -result.path("relevance_score").asDouble()));
    int most = call.body().path("top_n").asInt(0);
    int shown = most > 0 ? Math.min(most, results.size()) : results.size();
    int tokens = words(documents) + Inference.words(query).size();
    ObjectNode usage = Json.object().put("prompt_tokens", tokens).put("total_tokens", tokens);
    ObjectNode answer =
        Json.object()
            .put("id", call.id("score"))
            .put("model", call.settings().firstName())
            .set("usage", usage)
            .set("results", Json.array(results.subList(0, shown).toArray(ObjectNode[]::new)));
    return Answer.json(200, answer).after(1);
  }

  /** One text or several, under either name. */
  private static List<String> texts(Call call, String name, String otherName) throws Refused {
    JsonNode value = call.body().path(name);
    if (value.isMissingNode()) {
      value = call.body().path(otherName);
    }
    if (value.isMissingNode() || (value.isArray() && value.isEmpty())) {
      throw Refused.invalid("missing", "body." + name, "Field required", call.summary());
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode text : value.isArray() ? value : Json.array(value)) {
      texts.add(text.isObject() ? text.path("text").asString("") : text.asString(""));
    }
    return texts;
  }

  private static double fit(String query, String document) {
    return (float) ((query + '\n' + document).hashCode() & 0xffff) / 0x10000;
  }

  private static int words(List<String> texts) {
    return texts.stream().mapToInt(text -> Inference.words(text).size()).sum();
  }
}
