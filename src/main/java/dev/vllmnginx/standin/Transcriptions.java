package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/audio/transcriptions} and {@code /v1/audio/translations}, of any file. */
final class Transcriptions implements Inference {
  /** What a second of speech takes, more or less. */
  private static final int BYTES_PER_SECOND = 32_000;

  private final boolean translates;

  private Transcriptions(boolean translates) {
    this.translates = translates;
  }

  static Transcriptions transcribing() {
    return new Transcriptions(false);
  }

  static Transcriptions translating() {
    return new Transcriptions(true);
  }

  @Override
  public boolean takesForms() {
    return true;
  }

  @Override
  public Answer answer(Call call) throws Refused {
    JsonNode file = call.body().path("file");
    if (file.isMissingNode()) {
      throw Refused.invalid("missing", "body.file", "Field required", call.summary());
    }
    if (!file.isObject()) {
      throw Refused.unprocessable("Expected 'file' to be a file-like object, not 'str'.");
    }
    int size = file.path("size").asInt(0);
    String heard =
        "stand-in for %s heard: %s, %d bytes"
            .formatted(call.settings().label(), file.path("filename").asString(""), size);
    List<String> tokens = Inference.words(heard);
    if (call.body().path("stream").asString("").equals("true")) {
      return events(call, tokens);
    }
    ObjectNode answer = Json.object().put("text", heard);
    if (!translates) {
      answer.set(
          "usage",
          Json.object().put("type", "duration").put("seconds", 1 + size / BYTES_PER_SECOND));
    }
    return Answer.json(200, answer).after(tokens.size());
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }

  private Answer events(Call call, List<String> tokens) {
    String kind = translates ? "translation" : "transcription";
    ObjectNode head = call.head(translates ? "trsl" : "trsc", kind + ".chunk");
    List<String> data = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String end = i == tokens.size() - 1 ? "stop" : null;
      data.add(Json.text(head.deepCopy().set("choices", Json.array(choice(tokens.get(i), end)))));
    }
    data.add("[DONE]");
    return new Answer.Events(data);
  }

  private static ObjectNode choice(String token, @Nullable String end) {
    ObjectNode choice = Json.object().set("delta", Json.object().put("content", token));
    return end == null ? choice : choice.put("finish_reason", end).putNull("stop_reason");
  }
}
