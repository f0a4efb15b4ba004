package dev.vllmnginx.diagnostics;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Findings for people: place, code and message, the line with a caret under the text at fault, and
 * how to mend it.
 *
 * <pre>
 * catalog.yaml:4:11: error VN301: models[0].name: "a b" is not a model name
 *   4 |   - name: a b
 *     |           ^^^
 *     = use letters, digits and . _ / : @ + -
 * </pre>
 */
public final class TextRenderer {
  private static final Pattern KEY_ITSELF =
      Pattern.compile("api_keys\\[[0-9]+](?:\\.previous.*)?|.*\\bupstream_key\\b.*");
  private static final Pattern KEY = Pattern.compile("api_keys\\[[0-9]+].*|.*\\bupstream_key\\b.*");

  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[1;31m";
  private static final String YELLOW = "\u001b[1;33m";

  private final boolean colour;

  /**
   * @param colour whether to use the terminal's colours
   */
  public TextRenderer(boolean colour) {
    this.colour = colour;
  }

  /**
   * All findings, each with its line, and how many there are; empty when there are none.
   *
   * @param lines of the files that the locations speak of
   */
  public String render(List<Diagnostic> diagnostics, SourceLines lines) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      Location location = diagnostic.location();
      append(diagnostic, location == null ? List.of() : lines.of(location.file()), out);
    }
    if (!diagnostics.isEmpty()) {
      out.append(summary(diagnostics)).append('\n');
    }
    return out.toString();
  }

  /** How many findings there are, for example {@code 2 errors, 1 warning}. */
  public static String summary(List<Diagnostic> diagnostics) {
    long errors = diagnostics.stream().filter(Diagnostic::isError).count();
    long warnings = diagnostics.size() - errors;
    if (warnings == 0) {
      return count(errors, "error");
    }
    return errors == 0
        ? count(warnings, "warning")
        : count(errors, "error") + ", " + count(warnings, "warning");
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private void append(Diagnostic diagnostic, List<String> lines, StringBuilder out) {
    Location location = diagnostic.location();
    if (location != null) {
      out.append(Visible.escape(location.file())).append(':').append(location.line());
      out.append(':').append(location.column()).append(": ");
    }
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    out.append(paint(diagnostic.isError() ? RED : YELLOW, severity + " " + diagnostic.code().id()));
    out.append(": ");
    if (!diagnostic.path().value().isEmpty()) {
      out.append(Visible.escape(diagnostic.path().value())).append(": ");
    }
    out.append(paint(BOLD, Visible.escape(diagnostic.message()))).append('\n');

    String number = "";
    if (!mayHoldSecret(diagnostic) && location != null && location.line() <= lines.size()) {
      number = Integer.toString(location.line());
      Excerpt excerpt = Excerpt.of(lines.get(location.line() - 1), location);
      out.append("  ").append(number).append(" | ").append(excerpt.text()).append('\n');
      out.append("  ").append(" ".repeat(number.length())).append(" | ");
      out.append(" ".repeat(excerpt.indent()));
      out.append(paint(RED, "^".repeat(excerpt.width()))).append('\n');
    }
    String hint = diagnostic.hint();
    if (hint != null) {
      out.append("  ").append(" ".repeat(number.length())).append(" = ");
      out.append(Visible.escape(hint)).append('\n');
    }
  }

  /** Whether the line is one where a key may stand by mistake, whatever it looks like. */
  private static boolean mayHoldSecret(Diagnostic diagnostic) {
    DiagnosticCode code = diagnostic.code();
    return code == DiagnosticCode.NOT_A_HASH
        || code == DiagnosticCode.PLAIN_SECRET
        || (code == DiagnosticCode.UNKNOWN_KEY ? KEY : KEY_ITSELF)
            .matcher(diagnostic.path().value())
            .matches();
  }

  private String paint(String style, String text) {
    return colour ? style + text + RESET : text;
  }
}
