package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.HostName;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host name is listed once: nginx would only warn, at every start. */
final class DistinctServerNames implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    List<Finding> findings = new ArrayList<>();
    Map<HostName, CatalogPath> seen = new HashMap<>();
    List<HostName> names = subject.catalog().gateway().serverNames();
    for (int i = 0; i < names.size(); i++) {
      CatalogPath path = Paths.SERVER_NAME.index(i);
      CatalogPath first = seen.putIfAbsent(names.get(i), path);
      if (first != null) {
        findings.add(
            Finding.error(
                    DiagnosticCode.DUPLICATE_SERVER_NAME,
                    path,
                    "the server name " + names.get(i) + " is listed twice",
                    "remove one of the two; case does not count in host names")
                .with(first));
      }
    }
    return findings;
  }
}
