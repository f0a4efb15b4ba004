package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/** Counting by key needs keys. A warning: the first key is yet to be created, by an edit. */
final class MetricsKeys implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    Metrics metrics = subject.catalog().metrics();
    if (metrics == null || !metrics.byKey() || subject.catalog().apiKeys() != null) {
      return List.of();
    }
    return List.of(
        Finding.warning(
            DiagnosticCode.CONFLICTING_KEYS,
            Paths.METRICS.key("by_key"),
            "there are no keys to count by",
            "create one: vllm-nginx key create ID, or remove \"by_key\""));
  }
}
