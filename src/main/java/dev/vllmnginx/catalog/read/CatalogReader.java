package dev.vllmnginx.catalog.read;

import dev.vllmnginx.catalog.ApiKeys;
import dev.vllmnginx.catalog.Balance;
import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Defaults;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Logging;
import dev.vllmnginx.catalog.Metrics;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.check.Rule;
import dev.vllmnginx.catalog.check.Rules;
import dev.vllmnginx.diagnostics.CatalogPath;
import dev.vllmnginx.diagnostics.Checked;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.List;

/** Reads a catalog's text into its records and finds everything that is wrong with it. */
public final class CatalogReader {
  private static final ValueReader<Integer> VERSION =
      Values.integer(
          1,
          1,
          DiagnosticCode.UNSUPPORTED_VERSION,
          "is not a version of the catalog that this program knows");

  private static final ValueReader<Catalog> CATALOG =
      Values.mapping("version: 1 and models:", CatalogReader::catalog);

  private CatalogReader() {}

  /** The document, or all of its mistakes; a valid one may come with warnings. */
  public static Checked<CatalogDocument> read(SourceText source) {
    return read(source, Rules.ALL);
  }

  /** The same, with other rules. */
  static Checked<CatalogDocument> read(SourceText source, List<Rule> rules) {
    Checked<Node> yaml = YamlReader.read(source);
    Node root = yaml.value();
    if (root == null) {
      return new Checked<>(null, yaml.diagnostics());
    }
    Findings findings = new Findings(source);
    Reading reading = new Reading(findings);
    Catalog catalog = CATALOG.read(root, CatalogPath.ROOT, reading);
    if (catalog != null) {
      new RuleRunner(root, findings, reading).run(catalog, rules);
    }
    CatalogDocument document =
        catalog == null || findings.hasErrors() ? null : new CatalogDocument(catalog, source, root);
    return new Checked<>(document, findings.sorted());
  }

  private static Catalog catalog(Fields fields) {
    fields.required("version", "version: 1", VERSION);
    NginxTarget nginx = fields.or("nginx", GatewayFields.TARGET, GatewayFields.DEFAULT_TARGET);
    Gateway gateway = fields.or("gateway", GatewayFields.GATEWAY, GatewayFields.DEFAULT_GATEWAY);
    Defaults builtIn =
        new Defaults(
            Balance.LEAST_CONN,
            Defaults.TIMEOUTS,
            Defaults.MAX_FAILS,
            Defaults.FAIL_TIMEOUT,
            gateway.maxBodySize(),
            true,
            null);
    Defaults defaults = fields.or("defaults", ModelFields.defaults(builtIn), builtIn);
    Logging logging = fields.or("logging", GatewayFields.LOGGING, GatewayFields.DEFAULT_LOGGING);
    Metrics metrics = fields.optional("metrics", GatewayFields.METRICS);
    List<Model> models =
        fields.required("models", "models: with at least one model", ModelFields.models(defaults));
    ApiKeys apiKeys = fields.optional("api_keys", KeyFields.KEYS);
    return new Catalog(
        nginx, gateway, logging, metrics, models == null ? List.of() : models, apiKeys);
  }
}
