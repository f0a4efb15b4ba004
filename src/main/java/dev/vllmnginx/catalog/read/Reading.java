package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of the reader: what it found, and which items it left out. A rule that looks at the
 * records counts without the items that could not be read; {@link #original} finds the place in the
 * text again.
 */
final class Reading {
  private final Findings findings;

  /** For each list, the indices of the items that were left out, ascending. */
  private final Map<CatalogPath, List<Integer>> dropped = new HashMap<>();

  Reading(Findings findings) {
    this.findings = findings;
  }

  void error(
      DiagnosticCode code, CatalogPath path, Node node, String message, @Nullable String hint) {
    findings.error(code, path, node.span(), message, hint);
  }

  /** Remembers that an item of a list could not be read. */
  void dropped(CatalogPath list, int index) {
    dropped.computeIfAbsent(list, key -> new ArrayList<>()).add(index);
  }

  /** The place in the text of a place in the records. */
  CatalogPath original(CatalogPath inRecords) {
    if (dropped.isEmpty()) {
      return inRecords;
    }
    CatalogPath path = CatalogPath.ROOT;
    for (CatalogPath.Segment segment : inRecords.segments()) {
      path =
          segment.key() != null
              ? path.key(segment.key())
              : path.index(originalIndex(path, segment.index()));
    }
    return path;
  }

  private int originalIndex(CatalogPath list, int index) {
    int original = index;
    for (int left : dropped.getOrDefault(list, List.of())) {
      if (left <= original) {
        original++;
      }
    }
    return original;
  }
}
