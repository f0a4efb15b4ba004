package dev.vllmnginx.catalog.read;

import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import java.util.List;

/**
 * One of the texts that make up a catalog: the catalog itself, or its file of keys.
 *
 * @param source the text
 * @param root what it reads as
 * @param reading how it was read
 * @param findings what is wrong with it
 */
record Part(SourceText source, Node root, Reading reading, Findings findings) {
  static Part of(SourceText source, Node root) {
    Findings findings = new Findings(source);
    return new Part(source, root, new Reading(findings), findings);
  }

  /** Whether a path leads to a single key, which a file of keys has. */
  static boolean isOfKeys(CatalogPath path) {
    List<CatalogPath.Segment> steps = path.segments();
    return steps.size() > 1 && "api_keys".equals(steps.get(0).key()) && steps.get(1).index() >= 0;
  }
}
