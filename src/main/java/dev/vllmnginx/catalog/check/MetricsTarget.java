package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Version;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.List;

/**
 * Counting needs memory that all workers share ({@code js_shared_dict_zone}), and a listing of it.
 */
final class MetricsTarget implements Rule {
  private static final Version SHARED_DICTIONARIES = Version.of(0, 8, 1);

  @Override
  public List<Finding> check(Subject subject) {
    NginxTarget target = subject.catalog().nginx();
    if (subject.catalog().metrics() == null || target.njs().isAtLeast(SHARED_DICTIONARIES)) {
      return List.of();
    }
    return List.of(
        Finding.error(
            DiagnosticCode.NEEDS_NEWER_NGINX,
            Paths.METRICS,
            "metrics need njs "
                + SHARED_DICTIONARIES
                + " (js_shared_dict_zone), the catalog is for njs "
                + target.njs(),
            "if every nginx is as new as Debian 13's, write nginx: {version: \"1.26\", njs: \"0.8.9\"}"));
  }
}
