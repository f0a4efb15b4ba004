package dev.vllmnginx.catalog.check;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.ClientAuth;
import dev.vllmnginx.catalog.Tls;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import java.util.ArrayList;
import java.util.List;

/** Certificates of clients keep somebody out, and there is no way around them. */
final class ClientCertificates implements Rule {
  private static final CatalogPath TLS = Paths.GATEWAY.key("tls");
  private static final CatalogPath CLIENT_AUTH = TLS.key("client_auth");

  @Override
  public List<Finding> check(Subject subject) {
    Catalog catalog = subject.catalog();
    Tls tls = catalog.gateway().tls();
    if (tls == null) {
      return List.of();
    }
    if (tls.clientCa() == null) {
      return subject.written().test(CLIENT_AUTH)
          ? List.of(
              Finding.error(
                  DiagnosticCode.CONFLICTING_KEYS,
                  CLIENT_AUTH,
                  "without \"client_ca\" no client is asked for a certificate",
                  "add client_ca: /etc/ssl/clients.pem, or remove this"))
          : List.of();
    }
    List<Finding> findings = new ArrayList<>();
    boolean plain = !tls.redirect() && !catalog.gateway().listen().isEmpty();
    if (tls.clientAuth() == ClientAuth.REQUIRED && plain) {
      findings.add(
          Finding.error(
              DiagnosticCode.CONFLICTING_KEYS,
              TLS.key("redirect"),
              "plain HTTP lets clients in without the certificate that \"client_ca\" asks for",
              "remove this line, or write gateway.listen: []"));
    }
    if (tls.clientAuth() == ClientAuth.OPTIONAL && catalog.apiKeys() == null) {
      findings.add(
          Finding.error(
              DiagnosticCode.CONFLICTING_KEYS,
              CLIENT_AUTH,
              "an optional certificate keeps nobody out where there are no API keys",
              "write client_auth: required, or add api_keys"));
    }
    return findings;
  }
}
