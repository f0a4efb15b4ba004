package dev.vllmnginx.cli;

import dev.vllmnginx.diagnostics.JsonRenderer;
import java.io.StringWriter;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

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
    try (JsonGenerator json = JsonRenderer.generator(out)) {
      json.writeStartObject();
      json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
      content.accept(json);
      json.writeEndObject();
    }
    return out.toString();
  }
}
