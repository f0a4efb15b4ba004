package dev.vllmnginx.app.explain;

import dev.vllmnginx.app.ExitCode;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/** What there is to say about a subject. */
public sealed interface Explanation {
  /**
   * Everything that can be explained, in short.
   *
   * @param keys those of the catalog's top level
   */
  record Overview(List<DiagnosticCode> codes, List<Field.Key> keys) implements Explanation {
    public Overview {
      codes = List.copyOf(codes);
      keys = List.copyOf(keys);
    }
  }

  /** A kind of finding. */
  record Code(DiagnosticCode code) implements Explanation {}

  /** A key of the catalog, or an item of a list in it. */
  record OfField(Field field) implements Explanation {}

  /** What the program returns. */
  record ExitCodes(List<ExitCode> codes) implements Explanation {
    public ExitCodes {
      codes = List.copyOf(codes);
    }
  }

  /**
   * Nothing has this name.
   *
   * @param meant what may have been meant, the likeliest first; may be empty
   */
  record Unknown(String subject, List<String> meant) implements Explanation {
    public Unknown {
      meant = List.copyOf(meant);
    }
  }
}
