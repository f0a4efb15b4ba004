package dev.vllmnginx.cli;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.app.explain.Explanation;
import dev.vllmnginx.app.explain.Field;
import dev.vllmnginx.diagnostics.CodeExample;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * An explanation for programs. {@code kind} says which members follow: {@code overview}, {@code
 * code}, {@code field} or {@code exit-codes}.
 */
final class ExplainJson {
  private ExplainJson() {}

  static String of(Explanation explanation) {
    return JsonResult.of(json -> write(explanation, json));
  }

  private static void write(Explanation explanation, JsonGenerator json) {
    if (explanation instanceof Explanation.Code of) {
      write(of.code(), json);
    } else if (explanation instanceof Explanation.OfField of) {
      write(of.field(), json);
    } else if (explanation instanceof Explanation.ExitCodes of) {
      json.writeStringProperty("kind", "exit-codes");
      json.writeArrayPropertyStart("exitCodes");
      of.codes().forEach(code -> write(code, json));
      json.writeEndArray();
    } else if (explanation instanceof Explanation.Overview of) {
      json.writeStringProperty("kind", "overview");
      json.writeArrayPropertyStart("codes");
      of.codes().forEach(code -> writeTitle(code, json));
      json.writeEndArray();
      write(of.keys(), json);
    }
  }

  private static void write(ExitCode code, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("number", code.number());
    json.writeStringProperty("name", code.name());
    json.writeStringProperty("description", code.description());
    json.writeEndObject();
  }

  private static void writeTitle(DiagnosticCode code, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("code", code.id());
    json.writeStringProperty("title", code.title());
    json.writeEndObject();
  }

  private static void write(DiagnosticCode code, JsonGenerator json) {
    json.writeStringProperty("kind", "code");
    json.writeStringProperty("code", code.id());
    json.writeStringProperty("title", code.title());
    json.writeStringProperty("explanation", code.explanation());
    json.writeStringProperty("mending", code.mending());
    CodeExample example = code.example().orElse(null);
    json.writeStringProperty("wrong", example == null ? null : example.wrong());
    json.writeStringProperty("right", example == null ? null : example.right());
  }

  private static void write(Field field, JsonGenerator json) {
    json.writeStringProperty("kind", "field");
    json.writeStringProperty("path", field.path());
    json.writeStringProperty("description", field.description());
    json.writeBooleanProperty("required", field.required());
    json.writeStringProperty("type", field.type());
    json.writeArrayPropertyStart("values");
    field.values().forEach(json::writeString);
    json.writeEndArray();
    write("minimum", field.minimum(), json);
    write("maximum", field.maximum(), json);
    json.writeStringProperty("pattern", field.pattern());
    Field.Value standard = field.standard();
    json.writeName("default");
    // Values of the schema are JSON already.
    json.writeRawValue(standard == null ? "null" : standard.json());
    json.writeStringProperty("example", field.example());
    json.writeStringProperty("nginx", field.directive());
    write(field.keys(), json);
  }

  private static void write(String name, @Nullable Long number, JsonGenerator json) {
    if (number == null) {
      json.writeNullProperty(name);
    } else {
      json.writeNumberProperty(name, number);
    }
  }

  private static void write(List<Field.Key> keys, JsonGenerator json) {
    json.writeArrayPropertyStart("keys");
    for (Field.Key key : keys) {
      json.writeStartObject();
      json.writeStringProperty("name", key.name());
      json.writeStringProperty("path", key.path());
      json.writeBooleanProperty("required", key.required());
      json.writeStringProperty("description", key.description());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
