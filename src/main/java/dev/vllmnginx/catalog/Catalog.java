package dev.vllmnginx.catalog;

import java.util.List;

/**
 * A valid model catalog, with every default filled in.
 *
 * @param nginx what the generated files must run on
 * @param gateway what clients meet
 * @param logging access and error logs
 * @param models at least one, in the user's order
 */
public record Catalog(NginxTarget nginx, Gateway gateway, Logging logging, List<Model> models) {
  public Catalog {
    models = List.copyOf(models);
  }

  public Catalog withGateway(Gateway changed) {
    return new Catalog(nginx, changed, logging, models);
  }

  public Catalog withModels(List<Model> changed) {
    return new Catalog(nginx, gateway, logging, changed);
  }
}
