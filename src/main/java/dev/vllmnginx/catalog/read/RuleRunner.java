package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.check.Finding;
import dev.vllmnginx.catalog.check.Rule;
import dev.vllmnginx.catalog.check.Subject;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.yaml.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Applies the rules to what could be read, so that their findings come together with the mistakes
 * in single values, and places them in the text.
 */
final class RuleRunner {
  private final Part main;
  private final @Nullable Part keys;

  /**
   * @param keys the file of keys, if there is one
   */
  RuleRunner(Part main, @Nullable Part keys) {
    this.main = main;
    this.keys = keys;
  }

  void run(Catalog catalog, List<Rule> rules) {
    Subject subject =
        new Subject(
            catalog,
            path -> {
              Part part = part(path);
              return NodeFinder.exact(part.root(), part.reading().original(path)).isPresent();
            });
    List<Finding> found = new ArrayList<>();
    for (Rule rule : rules) {
      found.addAll(rule.check(subject));
    }
    ErrorPaths wrong = main.findings().errorPaths();
    ErrorPaths wrongInKeys = keys == null ? wrong : keys.findings().errorPaths();
    for (Finding finding : found) {
      Part part = part(finding.path());
      CatalogPath path = part.reading().original(finding.path());
      // A value that could not be read has its default here: what follows from that is no finding.
      if (!(Part.isOfKeys(path) ? wrongInKeys : wrong).touch(path)) {
        place(finding, path, part);
      }
    }
  }

  /** Where the value of a path stands. */
  private Part part(CatalogPath path) {
    return keys != null && Part.isOfKeys(path) ? keys : main;
  }

  private void place(Finding finding, CatalogPath path, Part part) {
    Node node = NodeFinder.nearest(part.root(), path).orElse(part.root());
    String message = finding.message() + lineOf(finding.related());
    part.findings()
        .add(finding.code(), finding.severity(), path, node.span(), message, finding.hint());
  }

  private String lineOf(@Nullable CatalogPath related) {
    if (related == null) {
      return "";
    }
    Part part = part(related);
    return NodeFinder.nearest(part.root(), part.reading().original(related))
        .map(node -> " (line " + node.span().start().line() + ")")
        .orElse("");
  }
}
