package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/**
 * An included gateway lives in somebody else's nginx: it needs names of its own, and has no say in
 * what that nginx's main context decides.
 */
final class IncludeLayout implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    if (subject.catalog().nginx().layout() != Layout.INCLUDE) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    if (subject.catalog().gateway().serverNames().isEmpty()) {
      findings.add(
          Finding.error(
              DiagnosticCode.MISSING_KEY,
              subject.written().test(Paths.SERVER_NAME)
                  ? Paths.SERVER_NAME
                  : Paths.NGINX.key("layout"),
              "the layout \"include\" needs \"gateway.server_name\", to leave other sites alone",
              "add gateway: {server_name: [api.example.com]}"));
    }
    for (String key : List.of("user", "worker_connections", "pid")) {
      if (subject.written().test(Paths.NGINX.key(key))) {
        findings.add(
            Finding.error(
                DiagnosticCode.CONFLICTING_KEYS,
                Paths.NGINX.key(key),
                "\"" + key + "\" belongs to the nginx.conf that includes the gateway",
                "remove it, or use the layout \"standalone\""));
      }
    }
    return findings;
  }
}
