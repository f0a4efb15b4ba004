package dev.vllmnginx.diagnostics;

import java.io.StringWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Findings for programs. The shape is a contract, numbered by {@code schemaVersion}: members are
 * added, never removed or changed within a version. Every member is always there; {@code location}
 * and {@code hint} may be null.
 */
public final class JsonRenderer {
  private static final int SCHEMA_VERSION = 1;

  private JsonRenderer() {}

  /**
   * One JSON object on one line, in ASCII, with a line feed at the end.
   *
   * @param strict whether {@code valid} is false for a warning, too, as the exit code says then
   */
  public static String render(List<Diagnostic> diagnostics, boolean strict) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    StringWriter out = new StringWriter();
    try (JsonGenerator json = generator(out)) {
      json.writeStartObject();
      json.writeNumberProperty("schemaVersion", SCHEMA_VERSION);
      json.writeBooleanProperty("valid", strict ? diagnostics.isEmpty() : errors == 0);
      json.writeNumberProperty("errors", errors);
      json.writeNumberProperty("warnings", diagnostics.size() - errors);
      write(diagnostics, json);
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }

  /** Writes JSON on one line, in ASCII. */
  public static JsonGenerator generator(Writer out) {
    return JsonFactory.builder()
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .build()
        .createGenerator(ObjectWriteContext.empty(), out);
  }

  /** The member {@code diagnostics} of the object that {@code json} is writing. */
  public static void write(List<Diagnostic> diagnostics, JsonGenerator json) {
    json.writeArrayPropertyStart("diagnostics");
    diagnostics.forEach(diagnostic -> write(diagnostic, json));
    json.writeEndArray();
  }

  private static void write(Diagnostic diagnostic, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("code", diagnostic.code().id());
    json.writeStringProperty("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
    json.writeStringProperty("title", diagnostic.code().title());
    json.writeStringProperty("path", diagnostic.path().value());
    Location location = diagnostic.location();
    if (location == null) {
      json.writeNullProperty("location");
    } else {
      json.writeObjectPropertyStart("location");
      json.writeStringProperty("file", location.file());
      json.writeNumberProperty("line", location.line());
      json.writeNumberProperty("column", location.column());
      json.writeNumberProperty("length", location.length());
      json.writeEndObject();
    }
    json.writeStringProperty("message", diagnostic.message());
    json.writeStringProperty("hint", diagnostic.hint());
    json.writeEndObject();
  }
}
