package dev.vllmnginx.cli;

import dev.vllmnginx.app.explain.Explanation;
import dev.vllmnginx.app.explain.Field;
import dev.vllmnginx.diagnostics.CodeExample;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An explanation for people. */
final class ExplainText {
  /** Longer patterns say nothing to people; the description has the words for them. */
  private static final int LONGEST_PATTERN = 60;

  private ExplainText() {}

  static List<String> lines(Explanation explanation) {
    if (explanation instanceof Explanation.Code of) {
      return code(of.code());
    }
    if (explanation instanceof Explanation.OfField of) {
      return field(of.field());
    }
    if (explanation instanceof Explanation.ExitCodes of) {
      Map<String, String> rows = new LinkedHashMap<>();
      of.codes()
          .forEach(code -> rows.put("%2d  %s".formatted(code.number(), code), code.description()));
      return table("", rows);
    }
    if (explanation instanceof Explanation.Overview of) {
      return overview(of);
    }
    throw new IllegalArgumentException("nothing to explain: " + explanation);
  }

  /** What to ask for instead of what is not known. */
  static String meant(List<String> subjects) {
    return subjects.isEmpty()
        ? "`vllm-nginx explain` lists what there is"
        : subjects.stream()
            .map(Visible::quote)
            .collect(Collectors.joining(" or ", "did you mean ", "?"));
  }

  private static List<String> overview(Explanation.Overview overview) {
    List<String> lines = new ArrayList<>();
    lines.add("Codes of messages (vllm-nginx explain VN201):");
    Map<String, String> codes = new LinkedHashMap<>();
    overview.codes().forEach(code -> codes.put(code.id(), code.title()));
    lines.addAll(table("  ", codes));
    lines.add("");
    lines.add("Keys of a catalog (vllm-nginx explain gateway, gateway.tls.listen):");
    lines.addAll(table("  ", keys(overview.keys())));
    lines.add("");
    lines.add("What the program returns: vllm-nginx explain exit-codes");
    return lines;
  }

  private static List<String> code(DiagnosticCode code) {
    List<String> lines = new ArrayList<>();
    lines.add(code.id() + ": " + code.title());
    lines.add("");
    lines.addAll(Paragraph.lines("  ", code.explanation()));
    lines.add("");
    lines.addAll(Paragraph.lines("  ", "To mend it: " + code.mending()));
    code.example().ifPresent(example -> example(example, lines));
    return lines;
  }

  private static void example(CodeExample example, List<String> lines) {
    block("Wrong:", example.wrong(), lines);
    block("Right:", example.right(), lines);
  }

  private static void block(String heading, String text, List<String> lines) {
    lines.add("");
    lines.add("  " + heading);
    text.lines().forEach(line -> lines.add("    " + line));
  }

  private static List<String> field(Field field) {
    List<String> lines = new ArrayList<>();
    lines.add(field.path());
    lines.add("");
    lines.addAll(Paragraph.lines("  ", field.description()));
    lines.add("");
    lines.addAll(table("  ", facts(field)));
    if (!field.keys().isEmpty()) {
      lines.add("");
      lines.add("  Keys:");
      lines.addAll(table("    ", keys(field.keys())));
    }
    if (field.example() != null) {
      block("Example:", field.example(), lines);
    }
    return lines;
  }

  private static Map<String, String> facts(Field field) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("type", field.type() + (field.required() ? ", required" : ""));
    if (!field.values().isEmpty()) {
      facts.put("values", String.join(", ", field.values()));
    }
    if (field.minimum() != null && field.maximum() != null) {
      facts.put("range", "from " + field.minimum() + " to " + field.maximum());
    }
    if (field.pattern() != null && field.pattern().length() <= LONGEST_PATTERN) {
      facts.put("pattern", field.pattern());
    }
    if (field.standard() != null) {
      facts.put("default", field.standard().yaml());
    }
    if (field.directive() != null) {
      facts.put("nginx", field.directive());
    }
    return facts;
  }

  private static Map<String, String> keys(List<Field.Key> keys) {
    Map<String, String> rows = new LinkedHashMap<>();
    keys.forEach(
        key -> rows.put(key.name(), key.description() + (key.required() ? " Required." : "")));
    return rows;
  }

  private static List<String> table(String indent, Map<String, String> rows) {
    int width = rows.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (name, text) ->
            lines.addAll(
                Paragraph.lines(indent + name + " ".repeat(width - name.length() + 2), text)));
    return lines;
  }
}
