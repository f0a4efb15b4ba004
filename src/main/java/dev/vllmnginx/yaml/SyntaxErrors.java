package dev.vllmnginx.yaml;

import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Puts the YAML library's exceptions into words that help to mend the text. */
final class SyntaxErrors {
  private SyntaxErrors() {}

  /**
   * @param lastOffset where the last token began that the library understood
   */
  static void report(Exception error, int lastOffset, String text, YamlReader.Problems problems) {
    MarkedYamlEngineException cause = findCause(error);
    if (cause == null) {
      reportUnmarked(lastOffset, text, problems);
      return;
    }
    int offset = offset(cause.getProblemMark().or(cause::getContextMark), lastOffset, problems);
    int tab = tabInIndentation(text, offset);
    if (tab >= 0) {
      problems.add(
          DiagnosticCode.YAML_SYNTAX,
          tab,
          tab + 1,
          "a tab is used for indentation",
          "indent with spaces");
      return;
    }
    if (text.substring(offset).isBlank() && cause.getContextMark().isPresent()) {
      int opening = offset(cause.getContextMark(), lastOffset, problems);
      problems.add(
          DiagnosticCode.YAML_SYNTAX,
          opening,
          opening + 1,
          "this is never closed",
          "add the closing quote, bracket or brace");
      return;
    }
    problems.add(
        DiagnosticCode.YAML_SYNTAX,
        offset,
        offset,
        "not well-formed YAML: " + Visible.escape(describe(cause)),
        hint(cause.getProblem() == null ? "" : cause.getProblem()));
  }

  private static int offset(Optional<Mark> mark, int otherwise, YamlReader.Problems problems) {
    return mark.map(m -> problems.index().toChar(m.getIndex())).orElse(otherwise);
  }

  /**
   * Jackson's own objections: a key that is no scalar, or a value that is not what its tag says.
   */
  private static void reportUnmarked(int lastOffset, String text, YamlReader.Problems problems) {
    char first = lastOffset < text.length() ? text.charAt(lastOffset) : '\0';
    switch (first) {
      case '*' ->
          problems.add(
              DiagnosticCode.YAML_FEATURE,
              lastOffset,
              lastOffset,
              "an alias is not allowed in a catalog",
              "write the key out");
      case '!' ->
          problems.add(
              DiagnosticCode.YAML_FEATURE,
              lastOffset,
              lastOffset,
              "a tag is not allowed in a catalog",
              "remove it");
      default ->
          problems.add(
              DiagnosticCode.YAML_SYNTAX,
              lastOffset,
              lastOffset,
              "a key must be a plain word",
              "write it as \"key: value\"");
    }
  }

  private static String describe(MarkedYamlEngineException cause) {
    String problem = cause.getProblem() == null ? "" : cause.getProblem();
    problem = problem.replaceFirst("\\. \\(Do not use .*", "");
    return cause.getContext() == null ? problem : cause.getContext() + ", " + problem;
  }

  private static @Nullable String hint(String problem) {
    if (problem.contains("mapping values are not allowed")) {
      return "check the indentation and that a space follows each colon; quote a value with \": \" in it";
    }
    if (problem.contains("cannot start any token")) {
      return "quote a value that begins with this character";
    }
    if (problem.contains("expected <block end>")) {
      return "check the indentation of this line and the lines before it";
    }
    if (problem.contains("',' or")) {
      return "a comma, or the closing bracket or brace, is missing before this";
    }
    if (problem.contains("escape character")) {
      return "write a backslash as \\\\, or use single quotes";
    }
    if (problem.contains("<document start>")) {
      return "remove what follows the end of the catalog";
    }
    if (problem.contains("could not find expected ':'")) {
      return "write \"key: value\", with a space behind the colon";
    }
    return null;
  }

  /** The offset of a tab in the white space that begins the line of {@code offset}, or -1. */
  private static int tabInIndentation(String text, int offset) {
    int start = text.lastIndexOf('\n', offset - 1) + 1;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        return i;
      }
      if (c != ' ' && c != '-') {
        return -1;
      }
    }
    return -1;
  }

  private static @Nullable MarkedYamlEngineException findCause(Throwable error) {
    for (Throwable t = error; t != null; t = t.getCause()) {
      if (t instanceof MarkedYamlEngineException marked) {
        return marked;
      }
    }
    return null;
  }
}
