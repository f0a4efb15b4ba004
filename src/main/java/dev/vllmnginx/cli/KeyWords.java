package dev.vllmnginx.cli;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.ModelName;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** API keys in words and for programs; never a hash. */
final class KeyWords {
  private KeyWords() {}

  /** One line: the id, what it may use, when it ends, whether it is disabled. */
  static String of(ApiKey key) {
    return key.id()
        + "  models: "
        + models(key)
        + (key.expires() == null ? "" : expiry(key.expires()))
        + (key.hashes().size() > 1 ? "  two hashes" : "")
        + (key.previous() == null ? "" : "  previous key" + until(key.previous()))
        + (key.disabled() ? "  disabled" : "");
  }

  private static String expiry(Instant expires) {
    return (expires.isAfter(Instant.now()) ? "  expires: " : "  expired: ") + expires;
  }

  private static String until(ApiKey.Previous previous) {
    return previous.expires() == null ? "" : " until " + previous.expires();
  }

  private static String models(ApiKey key) {
    List<ModelName> models = key.models();
    return models == null
        ? "all"
        : models.stream().map(ModelName::value).collect(Collectors.joining(", "));
  }

  static String json(@Nullable ApiKeys keys) {
    return JsonResult.of(
        json -> {
          json.writeArrayPropertyStart("keys");
          for (ApiKey key : keys == null ? List.<ApiKey>of() : keys.keys()) {
            json.writeStartObject();
            json.writeStringProperty("id", key.id().value());
            json.writeStringProperty("models", models(key));
            json.writeStringProperty(
                "expires", key.expires() == null ? null : key.expires().toString());
            json.writeNumberProperty("hashes", key.hashes().size());
            ApiKey.Previous previous = key.previous();
            if (previous == null) {
              json.writeNullProperty("previous");
            } else {
              json.writeObjectPropertyStart("previous");
              json.writeStringProperty(
                  "expires", previous.expires() == null ? null : previous.expires().toString());
              json.writeEndObject();
            }
            json.writeBooleanProperty("disabled", key.disabled());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
