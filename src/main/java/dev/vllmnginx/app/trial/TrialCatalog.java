package dev.vllmnginx.app.trial;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Gateway;
import dev.vllmnginx.catalog.Layout;
import dev.vllmnginx.catalog.Limits;
import dev.vllmnginx.catalog.ListenAddress;
import dev.vllmnginx.catalog.Logging;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.NginxTarget;
import dev.vllmnginx.catalog.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A catalog as it is tried: the same models and decisions, seen on this machine only. */
final class TrialCatalog {
  private TrialCatalog() {}

  /**
   * The gateway on one loopback port, plain HTTP, whatever the host name, with its log as JSON.
   *
   * @param installed the nginx of this machine: the catalog may be written for a newer one
   * @param key what the trial's own requests show; null: nothing
   */
  static Catalog of(Catalog catalog, int port, Version installed, @Nullable String key) {
    Gateway gateway = catalog.gateway();
    Logging logging = catalog.logging();
    return new Catalog(
        target(catalog.nginx(), installed),
        new Gateway(
            List.of(new ListenAddress("127.0.0.1", port)),
            List.of(),
            List.of(),
            null,
            gateway.unknownModel(),
            gateway.missingModel(),
            gateway.maxBodySize(),
            null,
            dryRun(gateway.limits())),
        new Logging(
            Logging.Format.JSON, logging.accessLog(), logging.errorLog(), logging.accounting()),
        null,
        catalog.models().stream().map(Model::withoutSharedMemory).toList(),
        TrialKey.with(key, catalog.apiKeys()));
  }

  private static NginxTarget target(NginxTarget declared, Version installed) {
    boolean older = !installed.isAtLeast(declared.version());
    return new NginxTarget(
        older ? installed : declared.version(),
        declared.njs(),
        declared.engine(),
        Layout.STANDALONE,
        declared.user(),
        declared.workerConnections(),
        declared.pid());
  }

  /** The trial's own requests come in a row from one address: no limit refuses them. */
  private static Limits dryRun(Limits limits) {
    return new Limits(limits.requests(), limits.burst(), null, limits.concurrency(), true);
  }
}
