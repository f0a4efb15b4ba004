package dev.vllmnginx.app;

import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.SourceLines;
import dev.vllmnginx.diagnostics.Visible;
import dev.vllmnginx.release.UnifiedDiff;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;

/** What became of an edit of a catalog. */
public sealed interface EditOutcome {
  /**
   * The edit was made, or would have been.
   *
   * @param line the first line of the new text that differs, from 1
   * @param written whether the file says so now
   * @param warnings what the catalog gives cause to warn of now and did not before
   */
  record Changed(
      SourceText before, SourceText after, int line, boolean written, List<Diagnostic> warnings)
      implements EditOutcome {
    public Changed {
      warnings = List.copyOf(warnings);
    }

    /** The file that changes, as it is named to the user. */
    public String file() {
      return before.name();
    }

    /** Whether the catalog said so already. */
    public boolean isNothing() {
      return before.text().equals(after.text());
    }

    /** The change as a unified diff. */
    public String diff() {
      String path = Visible.escape(before.name()).replaceFirst("^/+", "");
      return UnifiedDiff.of(path, before.text(), after.text());
    }

    /** The lines of the new text, to be shown under the warnings. */
    public SourceLines lines() {
      return after.shown();
    }

    Changed asWritten() {
      return new Changed(before, after, line, true, warnings);
    }
  }

  /**
   * The answer is no, and the file is as it was.
   *
   * @param lines of the catalog, to be shown under the diagnostics
   */
  record Refused(List<Diagnostic> diagnostics, SourceLines lines) implements EditOutcome {
    public Refused {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** A server does not serve what it should, as far as it answered; the file is as it was. */
  record NotServed() implements EditOutcome {}

  /** The catalog is written in a way that has to be edited by hand; the file is as it was. */
  record ByHand(String reason, String advice) implements EditOutcome {}
}
