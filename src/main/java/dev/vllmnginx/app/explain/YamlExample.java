package dev.vllmnginx.app.explain;

import dev.vllmnginx.edit.YamlScalar;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Writes a value of the schema as a catalog has it. */
final class YamlExample {
  private YamlExample() {}

  static Field.Value value(JsonNode value) {
    return new Field.Value(flow(value), value.toString());
  }

  /**
   * The value under all that is around it.
   *
   * @param steps from the catalog to it: keys, and {@code []} for an item of a list
   */
  static String at(List<String> steps, JsonNode value) {
    StringBuilder text = new StringBuilder();
    String indent = "";
    String dash = "";
    for (String step : steps) {
      if (step.equals("[]")) {
        dash = "- ";
      } else {
        text.append(text.isEmpty() ? "" : "\n")
            .append(indent)
            .append(dash)
            .append(step)
            .append(':');
        indent += dash.isEmpty() ? "  " : "    ";
        dash = "";
      }
    }
    text.append(dash.isEmpty() ? " " : "\n" + indent + dash);
    return text.append(flow(value)).append('\n').toString();
  }

  private static String flow(JsonNode value) {
    if (value.isArray()) {
      return "[" + String.join(", ", value.valueStream().map(YamlExample::flow).toList()) + "]";
    }
    String text = value.asString();
    // A colon is not wrong without quotes, but reads like a key of a mapping.
    return value.isString() && (YamlScalar.needsQuotes(text) || text.contains(":"))
        ? YamlScalar.quoted(text, '"')
        : text;
  }
}
