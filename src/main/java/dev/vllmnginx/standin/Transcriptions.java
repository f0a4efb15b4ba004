package dev.vllmnginx.standin;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /v1/audio/transcriptions} and {@code /v1/audio/translations}, of any file. */
final class Transcriptions implements Inference {
  /** What a second takes in a WAV file for speech, which begins with so many bytes. */
  private static final int BYTES_PER_SECOND = 32_000;

  private static final int WAV_HEAD = 44;

  /** The words before the speech, and what becomes of a second of it. */
  private static final int PROMPT_TOKENS = 4;

  private static final int TOKENS_PER_SECOND = 100;

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
      int fields = call.body().size() + (translates ? 12 : 13);
      throw Refused.invalid(
          "missing", "body.file", "Field required", "<dict of " + fields + " items>");
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
      answer.set("usage", Json.object().put("type", "duration").put("seconds", seconds(size)));
    }
    return Answer.json(200, answer).after(tokens.size());
  }

  /** Begun seconds count. */
  private static int seconds(int size) {
    return Math.max(1, (size - WAV_HEAD + BYTES_PER_SECOND - 1) / BYTES_PER_SECOND);
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }

  private Answer events(Call call, List<String> tokens) {
    String kind = translates ? "translation" : "transcription";
    ObjectNode head = call.head(translates ? "translate" : "transcribe", kind + ".chunk");
    List<String> data = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String end = i == tokens.size() - 1 ? "stop" : null;
      data.add(Json.text(head.deepCopy().set("choices", Json.array(choice(tokens.get(i), end)))));
    }
    if (call.body().path("stream_include_usage").asString("").equals("true")) {
      int prompt =
          PROMPT_TOKENS
              + TOKENS_PER_SECOND * seconds(call.body().path("file").path("size").asInt(0));
      ObjectNode usage =
          Json.object()
              .put("prompt_tokens", prompt)
              .put("total_tokens", prompt + tokens.size())
              .put("completion_tokens", tokens.size());
      data.add(Json.text(head.deepCopy().set("choices", Json.array()).set("usage", usage)));
    }
    data.add("[DONE]");
    return new Answer.Events(data);
  }

  private static ObjectNode choice(String token, @Nullable String end) {
    ObjectNode choice = Json.object().set("delta", Json.object().put("content", token));
    return end == null ? choice : choice.put("finish_reason", end).putNull("stop_reason");
  }
}
