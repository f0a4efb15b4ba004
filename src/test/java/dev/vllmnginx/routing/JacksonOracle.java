package dev.vllmnginx.routing;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Jackson's parser, set up to take what Python's takes. Stricter than Python on some texts: those
 * count as unsound, so it finds fewer disagreements, never a false one.
 */
final class JacksonOracle implements Oracle {
  private static final int VLLM_LEVELS = 971;

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(VLLM_LEVELS)
                  .maxNumberLength(4300)
                  .build())
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  /** What the walk through a top-level object has seen so far. */
  private static final class Walk {
    Judgement.Kind kind = Judgement.Kind.NONE;
    @Nullable String model;
    int keys;
    int depth;
    boolean constants;
  }

  @Override
  public Judgement judge(byte[] body) {
    boolean utf8 = body.length > 1 && body[0] > 0 && body[1] != 0;
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), body)) {
      if (parser.nextToken() == null) {
        return Judgement.unsound();
      }
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      Walk walk = walk(parser);
      return object
          ? new Judgement(
              true, true, walk.kind, walk.model, walk.keys, walk.constants, utf8, walk.depth)
          : Judgement.notAnObject(utf8);
    } catch (JacksonException unreadable) {
      return Judgement.unsound();
    }
  }

  private static Walk walk(JsonParser parser) {
    Walk walk = new Walk();
    int level = 0;
    boolean isModel = false;
    for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.PROPERTY_NAME) {
        isModel = level == 1 && parser.currentName().equals("model");
        continue;
      }
      if (isModel) {
        note(walk, token, parser);
        isModel = false;
      }
      if (token == JsonToken.VALUE_STRING) {
        parser.getString(); // Jackson decodes a string, and finds its faults, when it is asked for.
      }
      walk.constants |= token == JsonToken.VALUE_NUMBER_FLOAT && parser.isNaN();
      level += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      walk.depth = Math.max(walk.depth, level);
    }
    return walk;
  }

  private static void note(Walk walk, JsonToken token, JsonParser parser) {
    walk.keys++;
    walk.model = token == JsonToken.VALUE_STRING ? parser.getString() : null;
    boolean none = token == JsonToken.VALUE_NULL || "".equals(walk.model);
    walk.kind =
        none
            ? Judgement.Kind.NONE
            : walk.model != null ? Judgement.Kind.STRING : Judgement.Kind.OTHER;
  }

  @Override
  public void close() {}
}
