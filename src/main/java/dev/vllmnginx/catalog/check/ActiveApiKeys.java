package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.ApiKey;
import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.diagnostics.Visible;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys that are past their time, and a gateway that lets nobody in. */
final class ActiveApiKeys implements Rule {
  @Override
  public List<Finding> check(Subject subject) {
    ApiKeys apiKeys = subject.catalog().apiKeys();
    if (apiKeys == null) {
      return List.of();
    }
    Instant now = Instant.now();
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < apiKeys.keys().size(); i++) {
      ApiKey key = apiKeys.keys().get(i);
      Instant expires = key.expires();
      if (!key.disabled() && expires != null && !expires.isAfter(now)) {
        findings.add(
            Finding.warning(
                DiagnosticCode.INACTIVE_API_KEY,
                Paths.key(i).key("expires"),
                "the key " + Visible.quote(key.id().value()) + " has expired",
                "give it a later time, or take it out of the catalog"));
      }
    }
    if (apiKeys.enabled().isEmpty()) {
      findings.add(
          Finding.warning(
              DiagnosticCode.INACTIVE_API_KEY,
              Paths.API_KEYS,
              "no key is enabled: every request gets a 401",
              "create one: vllm-nginx key create ID"));
    }
    return findings;
  }
}
