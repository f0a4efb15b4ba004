package dev.vllmnginx.cli;

import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * A result for programs: one JSON object on one line, in ASCII. Its form is a contract, numbered by
 * {@code schemaVersion}.
 */
final class JsonResult {
  private static final int SCHEMA_VERSION = 1;

  private JsonResult() {}

  /**
   * @param content writes the members after {@code schemaVersion}
   */
  static String of(Consumer<JsonGenerator> content) {
    StringWriter out = new StringWriter();
    JsonFactory factory = JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
      content.accept(json);
      json.writeEndObject();
    }
    return out.toString();
  }
}
