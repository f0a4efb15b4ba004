package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/responses}; nothing is kept, as vLLM has it by default. */
final class Responses implements Inference {
  private static final int DEFAULT_LIMIT = 1000;

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode input = call.body().path("input");
    if (input.isMissingNode()) {
      throw Refused.invalid("missing", "body.input", "Field required", call.summary());
    }
    String heard = input.isArray() ? Chat.text(input) : input.asString("");
    int limit = call.body().path("max_output_tokens").asInt(DEFAULT_LIMIT);
    Generation generation = Generation.of(call, heard, limit);
    String id = call.id("resp");
    if (!call.isStream()) {
      ObjectNode answer = response(call, id, "completed", generation);
      return Answer.json(200, answer).after(generation.tokens().size());
    }
    return Answer.named(events(call, id, generation));
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }

  private static List<ObjectNode> events(Call call, String id, Generation generation) {
    List<ObjectNode> events = new ArrayList<>();
    ObjectNode begun = response(call, id, "in_progress", new Generation(List.of(), "", 0));
    events.add(event("response.created").set("response", begun));
    events.add(event("response.in_progress").set("response", begun.deepCopy()));
    events.add(
        event("response.output_item.added").put("output_index", 0).set("item", item(id, "")));
    events.add(content("response.content_part.added", id).set("part", part("")));
    for (String token : generation.tokens()) {
      events.add(content("response.output_text.delta", id).put("delta", token));
    }
    String text = generation.text();
    events.add(content("response.output_text.done", id).put("text", text));
    events.add(content("response.content_part.done", id).set("part", part(text)));
    events.add(
        event("response.output_item.done").put("output_index", 0).set("item", item(id, text)));
    events.add(
        event("response.completed").set("response", response(call, id, "completed", generation)));
    for (int i = 0; i < events.size(); i++) {
      events.get(i).put("sequence_number", i);
    }
    return events;
  }

  private static ObjectNode event(String type) {
    return Json.object().put("type", type);
  }

  private static ObjectNode content(String type, String id) {
    return event(type).put("output_index", 0).put("content_index", 0).put("item_id", "msg_" + id);
  }

  /** Like vLLM, gives the client's {@code tools} and {@code text} back as they came. */
  private static ObjectNode response(Call call, String id, String status, Generation generation) {
    JsonNode tools = call.body().path("tools");
    JsonNode text = call.body().path("text");
    ObjectNode response =
        Json.object()
            .put("id", id)
            .put("created_at", System.currentTimeMillis() / 1000)
            .put("model", call.settings().firstName())
            .put("object", "response")
            .set("output", Json.array())
            .put("parallel_tool_calls", true)
            .put("temperature", 1.0)
            .put("tool_choice", "auto")
            .set("tools", tools.isArray() ? tools : Json.array())
            .put("top_p", 1.0)
            .put("background", false)
            .put("max_output_tokens", call.settings().kind().maxModelLength())
            .put("service_tier", "auto")
            .put("status", status)
            .set("text", text.isObject() ? text : Json.object().nullNode())
            .put("truncation", "disabled")
            .put("system_fingerprint", call.fingerprint());
    return status.equals("completed")
        ? response
            .set("output", Json.array(item(id, generation.text())))
            .set("usage", usage(generation))
        : response;
  }

  private static ObjectNode item(String id, String text) {
    return Json.object()
        .put("id", "msg_" + id)
        .put("type", "message")
        .put("role", "assistant")
        .put("status", text.isEmpty() ? "in_progress" : "completed")
        .set("content", text.isEmpty() ? Json.array() : Json.array(part(text)));
  }

  private static ObjectNode part(String text) {
    return Json.object()
        .put("type", "output_text")
        .put("text", text)
        .set("annotations", Json.array())
        .putNull("logprobs");
  }

  private static ObjectNode usage(Generation generation) {
    int input = generation.promptTokens();
    int output = generation.tokens().size();
    return Json.object()
        .put("input_tokens", input)
        .put("output_tokens", output)
        .put("total_tokens", input + output);
  }
}
