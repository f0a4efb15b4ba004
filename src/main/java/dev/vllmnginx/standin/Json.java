package dev.vllmnginx.standin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON as Python reads and writes it: the last of equal keys counts, {@code NaN} is a number. */
final class Json {
  /** Levels of nesting and digits of a number that vLLM reads. */
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(970)
          .maxNumberLength(4300)
          .maxStringLength(Integer.MAX_VALUE)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(LIMITS)
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Json() {}

  /** Why a body is no JSON: at a byte of it, or (less than 0) for a reason that has no place. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    Unreadable(int offset) {
      this.offset = offset;
    }

    int offset() {
      return offset;
    }
  }

  static JsonNode read(byte[] body) throws Unreadable {
    try {
      return MAPPER.readTree(body);
    } catch (StreamConstraintsException e) {
      throw new Unreadable(-1);
    } catch (StreamReadException e) {
      throw new Unreadable(isUtf8(body) ? (int) e.getLocation().getByteOffset() : -1);
    } catch (JacksonException e) {
      throw new Unreadable(isUtf8(body) ? body.length : -1);
    }
  }

  /** An empty object, which keeps the order in which it is filled. */
  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array(JsonNode... items) {
    return MAPPER.createArrayNode().addAll(List.of(items));
  }

  static String text(JsonNode value) {
    return MAPPER.writeValueAsString(value);
  }

  private static boolean isUtf8(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
