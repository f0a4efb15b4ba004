package dev.vllmnginx.routing;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether what the gateway decided is right, given what vLLM would read. */
final class Agreement {
  /** Brackets deeper than this vLLM refuses; the gateway may. */
  private static final int VLLM_LEVELS = 970;

  private static final Pattern NO_CHARACTER = Pattern.compile("[\ufffd\ud800-\udfff]");

  private Agreement() {}

  /** What is wrong with the decision, if anything is. */
  static Optional<String> fault(Judgement vllm, JsonNode decision) {
    String refusal = text(decision, "refusal");
    String model = text(decision, "model");
    if (refusal != null && model == null) {
      return isJustified(vllm, refusal) ? Optional.empty() : Optional.of("refused as " + refusal);
    }
    if (model == null || refusal != null) {
      return Optional.of("neither a model nor a refusal");
    }
    if (!vllm.sound()) {
      return Optional.empty(); // vLLM refuses it, whichever server it is sent to.
    }
    return sameName(vllm, model) ? Optional.empty() : Optional.of("decided for " + model);
  }

  private static @Nullable String text(JsonNode decision, String field) {
    JsonNode value = decision.get(field);
    return value == null || !value.isString() ? null : value.stringValue();
  }

  /** Half a character of a name may come as U+FFFD, which no model's name contains. */
  private static boolean sameName(Judgement vllm, String model) {
    return model.equals(vllm.model())
        || (vllm.model() != null && hasHalves(vllm.model()) && NO_CHARACTER.matcher(model).find());
  }

  private static boolean hasHalves(String name) {
    return name.codePoints().anyMatch(point -> point >= 0xd800 && point <= 0xdfff);
  }

  /** A sound body is refused only for a reason that it gives. */
  private static boolean isJustified(Judgement vllm, String refusal) {
    if (!vllm.sound()) {
      return true;
    }
    return switch (refusal) {
      case "invalid_encoding" ->
          !vllm.utf8() || (vllm.model() != null && NO_CHARACTER.matcher(vllm.model()).find());
      case "not_an_object" -> !vllm.object();
      case "invalid_json" -> vllm.constants() || !vllm.object();
      case "duplicate_model" -> vllm.keys() > 1;
      case "too_deep" -> vllm.depth() > VLLM_LEVELS;
      case "model_required" -> vllm.object() && vllm.kind() == Judgement.Kind.NONE;
      case "model_not_a_string" -> vllm.object() && vllm.kind() == Judgement.Kind.OTHER;
      default -> false;
    };
  }
}
