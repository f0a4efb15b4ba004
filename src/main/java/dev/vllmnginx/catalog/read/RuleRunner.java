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
  private final Node root;
  private final Findings findings;
  private final Reading reading;

  RuleRunner(Node root, Findings findings, Reading reading) {
    this.root = root;
    this.findings = findings;
    this.reading = reading;
  }

  void run(Catalog catalog, List<Rule> rules) {
    Subject subject =
        new Subject(catalog, path -> NodeFinder.exact(root, reading.original(path)).isPresent());
    List<Finding> found = new ArrayList<>();
    for (Rule rule : rules) {
      found.addAll(rule.check(subject));
    }
    ErrorPaths wrong = findings.errorPaths();
    for (Finding finding : found) {
      CatalogPath path = reading.original(finding.path());
      // A value that could not be read has its default here: what follows from that is no finding.
      if (!wrong.touch(path)) {
        place(finding, path);
      }
    }
  }

  private void place(Finding finding, CatalogPath path) {
    Node node = NodeFinder.nearest(root, path).orElse(root);
    String message = finding.message() + lineOf(finding.related());
    findings.add(finding.code(), finding.severity(), path, node.span(), message, finding.hint());
  }

  private String lineOf(@Nullable CatalogPath related) {
    if (related == null) {
      return "";
    }
    return NodeFinder.nearest(root, reading.original(related))
        .map(node -> " (line " + node.span().start().line() + ")")
        .orElse("");
  }
}
