package dev.vllmnginx.edit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model to be added, as the user wrote it: nothing is checked yet.
 *
 * @param servedName what its servers call it; null: as clients do
 * @param balance null: left to the catalog's default
 * @param upstreamKey the file with the key that its servers want; null: they want none
 */
public record NewModel(
    String name,
    String type,
    List<String> aliases,
    @Nullable String servedName,
    @Nullable String balance,
    @Nullable String upstreamKey,
    List<NewServer> servers) {
  public NewModel {
    aliases = List.copyOf(aliases);
    servers = List.copyOf(servers);
  }

  /**
   * One server of it.
   *
   * @param weight null: left to the default
   */
  public record NewServer(String address, @Nullable String weight) {}
}
