package dev.vllmnginx.standin;

import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code POST /tokenize} and {@code /detokenize}: every character is a token, its code point. */
final class Tokens implements Inference {
  private final boolean back;

  private Tokens(boolean back) {
    this.back = back;
  }

  static Tokens ofText() {
    return new Tokens(false);
  }

  static Tokens toText() {
    return new Tokens(true);
  }

  @Override
  public Answer answer(Call call) throws Refused {
    return back ? text(call) : tokens(call);
  }

  private static Answer tokens(Call call) throws Refused {
    JsonNode prompt = call.body().path("prompt");
    JsonNode messages = call.body().path("messages");
    if (!prompt.isString() && !messages.isArray()) {
      throw Refused.invalid("missing", "body.prompt", "Field required", call.summary());
    }
    ArrayNode tokens = Json.array();
    String text = prompt.isString() ? prompt.asString("") : Chat.text(messages);
    text.codePoints().forEach(tokens::add);
    return Answer.json(
        200,
        Json.object()
            .put("count", tokens.size())
            .put("max_model_len", call.settings().kind().maxModelLength())
            .set("tokens", tokens)
            .putNull("token_strs"));
  }

  private static Answer text(Call call) throws Refused {
    JsonNode tokens = call.body().path("tokens");
    if (!tokens.isArray()) {
      throw Refused.invalid("missing", "body.tokens", "Field required", call.summary());
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode token : tokens) {
      int number = token.asInt(-1);
      if (!Character.isValidCodePoint(number)) {
        String problem = "Token id %s is out of vocabulary".formatted(token);
        throw Refused.badRequest(problem.toLowerCase(Locale.ROOT), null);
      }
      text.appendCodePoint(number);
    }
    return Answer.json(200, Json.object().put("prompt", text.toString()));
  }

  @Override
  public Refused unknownModel(String model, StandInSettings settings) {
    return Generation.unknownModel(model, settings);
  }
}
