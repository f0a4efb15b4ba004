package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/** Counting by key needs keys. */
final class MetricsKeys implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    Metrics metrics = subject.catalog().metrics();
    if (metrics == null || !metrics.byKey() || subject.catalog().apiKeys() != null) {
      return List.of();
    }
    return List.of(
        Finding.error(
            DiagnosticCode.CONFLICTING_KEYS,
            Paths.METRICS.key("by_key"),
            "there are no keys to count by",
            "add api_keys, or remove \"by_key\""));
  }
}
