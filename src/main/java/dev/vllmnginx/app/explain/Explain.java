package dev.vllmnginx.app.explain;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what a code, a key of the catalog or the exit codes mean. */
public final class Explain {
  private static final String EXIT_CODES = "exit-codes";

  /** How many are named where one word can mean several keys. */
  private static final int MOST_MEANT = 4;

  private Explain() {}

  /**
   * What there is to say.
   *
   * @param subject a code in any case, the path of a key, or {@code exit-codes}; null: what there
   *     is
   */
  public static Explanation of(@Nullable String subject) {
    List<DiagnosticCode> codes = List.of(DiagnosticCode.values());
    if (subject == null) {
      return new Explanation.Overview(codes, CatalogFields.load().keys());
    }
    Optional<DiagnosticCode> code =
        codes.stream().filter(known -> known.id().equalsIgnoreCase(subject)).findFirst();
    if (code.isPresent()) {
      return new Explanation.Code(code.get());
    }
    if (subject.equals(EXIT_CODES)) {
      return new Explanation.ExitCodes(List.of(ExitCode.values()));
    }
    CatalogFields fields = CatalogFields.load();
    return fields
        .find(subject)
        .<Explanation>map(Explanation.OfField::new)
        .orElseGet(() -> new Explanation.Unknown(subject, meant(subject, fields)));
  }

  /** All that can be asked for, paths without brackets. */
  public static List<String> subjects() {
    return subjects(CatalogFields.load());
  }

  private static List<String> subjects(CatalogFields fields) {
    List<String> all = new ArrayList<>();
    Arrays.stream(DiagnosticCode.values()).map(DiagnosticCode::id).forEach(all::add);
    all.add(EXIT_CODES);
    all.addAll(fields.paths());
    return all;
  }

  /** Keys whose path ends so, which is what people remember of it; else the nearest word. */
  private static List<String> meant(String subject, CatalogFields fields) {
    String end = "." + CatalogFields.withoutBrackets(subject);
    List<String> ending =
        fields.paths().stream().filter(path -> path.endsWith(end)).limit(MOST_MEANT).toList();
    return ending.isEmpty()
        ? Suggestions.nearest(CatalogFields.withoutBrackets(subject), subjects(fields)).stream()
            .toList()
        : ending;
  }
}
