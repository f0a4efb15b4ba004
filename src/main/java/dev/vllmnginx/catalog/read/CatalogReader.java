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
import dev.vllmnginx.diagnostics.Diagnostic;
import dev.vllmnginx.diagnostics.DiagnosticCode;
import dev.vllmnginx.yaml.Node;
import dev.vllmnginx.yaml.SourceText;
import dev.vllmnginx.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;

/** Reads a catalog's text into its records and finds everything that is wrong with it. */
public final class CatalogReader {
  static final ValueReader<Integer> VERSION =
      Values.integer(
          1,
          1,
          DiagnosticCode.UNSUPPORTED_VERSION,
          "is not a version of the catalog that this program knows");

  private CatalogReader() {}

  /**
   * The document, or all of its mistakes; a valid one may come with warnings. Keys in a file of
   * their own are left out.
   */
  public static Checked<CatalogDocument> read(SourceText source) {
    return read(source, Companions.NONE);
  }

  /** The same with the files that it names. */
  public static Checked<CatalogDocument> read(SourceText source, Companions companions) {
    return read(source, companions, Rules.ALL);
  }

  /** The same, with other rules. */
  static Checked<CatalogDocument> read(SourceText source, List<Rule> rules) {
    return read(source, Companions.NONE, rules);
  }

  private static Checked<CatalogDocument> read(
      SourceText source, Companions companions, List<Rule> rules) {
    Checked<Node> yaml = YamlReader.read(source);
    Node root = yaml.value();
    if (root == null) {
      return new Checked<>(null, yaml.diagnostics());
    }
    Part main = Part.of(source, root);
    KeyFileReader keyFile = new KeyFileReader(companions);
    Catalog catalog =
        Values.mapping("version: 1 and models:", fields -> catalog(fields, keyFile))
            .read(root, CatalogPath.ROOT, main.reading());
    if (catalog != null) {
      new RuleRunner(main, keyFile.part()).run(catalog, rules);
    }
    List<Diagnostic> found = new ArrayList<>(main.findings().sorted());
    found.addAll(keyFile.diagnostics());
    CatalogDocument document =
        catalog == null || found.stream().anyMatch(Diagnostic::isError)
            ? null
            : new CatalogDocument(catalog, source, root, keyFile.document());
    return new Checked<>(document, found);
  }

  private static Catalog catalog(Fields fields, KeyFileReader keyFile) {
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
    ApiKeys apiKeys = fields.optional("api_keys", keyFile);
    return new Catalog(
        nginx, gateway, logging, metrics, models == null ? List.of() : models, apiKeys);
  }
}
