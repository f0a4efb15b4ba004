package dev.vllmnginx.app.drain;

import dev.vllmnginx.catalog.Catalog;
import dev.vllmnginx.catalog.Model;
import dev.vllmnginx.catalog.ServerAddress;
import java.util.List;

/** One vLLM that serves several models of a catalog: a base model and its LoRA adapters. */
public final class SharedServer {
  private SharedServer() {}

  /**
   * The other models whose requests still go to a server.
   *
   * @param model the one that it was taken out of
   * @param server its address, in any spelling
   */
  public static List<String> usersBesides(Catalog catalog, String model, String server) {
    String address = ServerAddress.canonical(server);
    return catalog.models().stream()
        .filter(other -> !other.name().value().equals(model))
        .filter(other -> uses(other, address))
        .map(other -> other.name().value())
        .toList();
  }

  private static boolean uses(Model model, String address) {
    return model.servers().stream()
        .anyMatch(server -> !server.down() && server.address().text().equals(address));
  }
}
