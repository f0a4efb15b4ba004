package dev.vllmnginx.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A valid model catalog, with every default filled in.
 *
 * @param nginx what the generated files must run on
 * @param gateway what clients meet
 * @param logging access and error logs
 * @param metrics figures for Prometheus; null: none are counted
 * @param models at least one, in the user's order
 * @param apiKeys who may use the gateway; null: everybody who reaches it
 */
public record Catalog(
    NginxTarget nginx,
    Gateway gateway,
    Logging logging,
    @Nullable Metrics metrics,
    List<Model> models,
    @Nullable ApiKeys apiKeys) {
  public Catalog {
    models = List.copyOf(models);
  }

  public Catalog withGateway(Gateway changed) {
    return new Catalog(nginx, changed, logging, metrics, models, apiKeys);
  }

  public Catalog withModels(List<Model> changed) {
    return new Catalog(nginx, gateway, logging, metrics, changed, apiKeys);
  }
}
